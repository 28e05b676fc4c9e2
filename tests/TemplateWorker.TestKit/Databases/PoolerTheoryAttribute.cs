using Xunit;

namespace TemplateWorker.TestKit.Databases;

/// <summary>As <see cref="PoolerFactAttribute"/>, for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PoolerTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public PoolerTheoryAttribute()
    {
        Skip = new PoolerFactAttribute().Skip;
    }
}
