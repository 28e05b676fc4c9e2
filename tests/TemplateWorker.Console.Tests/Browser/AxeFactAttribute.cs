using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests.Browser;

/// <summary>A test in a browser with axe-core, which npm fetches. Without them it is skipped on a developer's machine; in CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : FactAttribute
{
    private const string Npm = "/usr/bin/npm";

    /// <summary>Decides whether the test is skipped.</summary>
    public AxeFactAttribute() => Skip = (DatabaseSkip.Reason
        ?? Requirement.SkipReason(File.Exists(ChromiumFixture.Program), $"{ChromiumFixture.Program} is missing: apt-get install chromium")
        ?? Requirement.SkipReason(File.Exists(Npm), $"{Npm} is missing: apt-get install npm"))!;
}
