using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>As <see cref="DatabaseFactAttribute"/>, for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public DatabaseTheoryAttribute()
    {
        Skip = DatabaseSkip.Reason!;
    }
}
