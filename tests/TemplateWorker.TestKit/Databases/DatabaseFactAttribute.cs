using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A test that needs PostgreSQL. Where none can be found it is skipped, with the reason, on a developer's machine; in CI
/// (the variable <c>CI</c> is set) it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public DatabaseFactAttribute()
    {
        Skip = DatabaseSkip.Reason!;
    }
}
