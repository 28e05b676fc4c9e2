using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A test that needs PostgreSQL and its client programs. Without them it is skipped on a developer's machine; in CI (the variable
/// <c>CI</c> is set) it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DumpFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public DumpFactAttribute()
    {
        Skip = (DatabaseSkip.Reason
            ?? Requirement.SkipReason(DatabaseDump.IsPossible, "pg_dump and pg_restore are not installed here (apt-get install postgresql-client)."))!;
    }
}
