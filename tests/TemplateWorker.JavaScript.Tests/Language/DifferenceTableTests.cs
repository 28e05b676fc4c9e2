using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TemplateWorker.JavaScript.Tests.Language;

/// <summary>The table of <c>docs/engines.md</c>.</summary>
public sealed partial class DifferenceTableTests
{
    private const string Heading = "## Differences from Node\n";
    private const int FewestProbes = 60;

    [Fact]
    public void There_are_enough_probes() => Probe.All.Count.ShouldBeGreaterThanOrEqualTo(FewestProbes);

    [Fact]
    public void It_lists_every_difference_and_no_other()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../docs/engines.md"));
        var text = File.ReadAllText(path);
        text.ShouldContain(Heading);
        var section = text[(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)..];
        section = section[..(section.IndexOf("\n## ", StringComparison.Ordinal) is var end and >= 0 ? end : section.Length)];
        var listed = Row().Matches(section).Select(row => (row.Groups["what"].Value, row.Groups["javascriptcore"].Value, row.Groups["jint"].Value));
        var found = Probe.All.Where(probe => probe.Jint is not null || probe.JavaScriptCore is not null)
            .Select(probe => (probe.Difference!, Mark(probe.JavaScriptCore), Mark(probe.Jint)));
        listed.Order().ShouldBe(found.Distinct().Order());
    }

    [Fact]
    public void An_answer_that_is_Nodes_is_no_difference() =>
        Probe.All.ShouldAllBe(probe => probe.Jint != probe.Answer && probe.JavaScriptCore != probe.Answer);

    private static string Mark(string? answer) => answer is null ? "" : "differs";

    [GeneratedRegex(@"^\| (?!---|in Node)(?<what>[^|]+?) \| (?<jint>differs)? ?\| (?<javascriptcore>differs)? ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Here([CallerFilePath] string file = "") => file;
}
