using System.Text.RegularExpressions;

namespace TemplateWorker.Demo.Tests;

/// <summary>Finds things in source files.</summary>
internal static class SourceText
{
    /// <summary>What the group <c>it</c> captured in each match; <c>^</c> is the start of a line.</summary>
    public static IEnumerable<string> Captures(string source, string pattern) => Regex
        .Matches(source, pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
        .Select(match => match.Groups["it"].Value);
}
