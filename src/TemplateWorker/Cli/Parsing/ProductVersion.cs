using System.Reflection;

namespace TemplateWorker.Cli.Parsing;

/// <summary>What <c>--version</c> shows.</summary>
internal static class ProductVersion
{
    private const int ShownOfCommit = 12;

    /// <summary>Name and version; a build from a repository adds the start of its commit in parentheses.</summary>
    public static string Text { get; } = Describe(
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private static string Describe(string version)
    {
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0
            ? $"template-worker {version}"
            : $"template-worker {version[..plus]} ({version.AsSpan(plus + 1, Math.Min(ShownOfCommit, version.Length - plus - 1))})";
    }
}
