namespace TemplateWorker.TestKit;

/// <summary>What a test needs on the machine beside the repository.</summary>
public static class Requirement
{
    /// <summary>
    /// Why the test is skipped; null when it runs. Without what it needs it is skipped on a developer's machine; in CI (the variable
    /// <c>CI</c> is set) it runs and fails.
    /// </summary>
    /// <param name="isMet">Whether the machine has it.</param>
    /// <param name="remedy">What is missing, and how to install it.</param>
    public static string? SkipReason(bool isMet, string remedy) =>
        isMet || Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : remedy;
}
