using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests.Browser;

/// <summary>A test in a browser. Without Chromium or PostgreSQL it is skipped on a developer's machine; in CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Decides whether the test is skipped.</summary>
    public BrowserFactAttribute() => Skip = (DatabaseSkip.Reason
        ?? Requirement.SkipReason(File.Exists(ChromiumFixture.Program), $"{ChromiumFixture.Program} is missing: apt-get install chromium"))!;
}
