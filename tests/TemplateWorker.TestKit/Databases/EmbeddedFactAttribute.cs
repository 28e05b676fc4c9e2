using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>
/// A test that runs an embedded cluster. Without PostgreSQL's binaries it is skipped on a developer's machine; in CI (the
/// variable <c>CI</c> is set) it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public EmbeddedFactAttribute()
    {
        Skip = Requirement.SkipReason(TestBinaries.Exist, "No PostgreSQL server is installed here (apt-get install postgresql).")!;
    }
}
