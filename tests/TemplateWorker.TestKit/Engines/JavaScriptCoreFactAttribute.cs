using TemplateWorker.TestKit.Databases;
using Xunit;

namespace TemplateWorker.TestKit.Engines;

/// <summary>A test that needs PostgreSQL and JavaScriptCore; skipped where one of them is missing, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class JavaScriptCoreFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public JavaScriptCoreFactAttribute()
    {
        Skip = new DatabaseFactAttribute().Skip ?? JavaScriptCoreLibrary.SkipReason!;
    }
}
