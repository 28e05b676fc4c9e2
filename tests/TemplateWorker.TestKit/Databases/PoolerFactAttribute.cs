using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A test that needs PostgreSQL and PgBouncer. Without them it is skipped on a developer's machine; in CI (the variable
/// <c>CI</c> is set) it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PoolerFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public PoolerFactAttribute()
    {
        Skip = (DatabaseSkip.Reason
            ?? Requirement.SkipReason(TestPooler.IsInstalled, "PgBouncer is not installed here (apt-get install pgbouncer)."))!;
    }
}
