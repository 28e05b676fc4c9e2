using System.Text.RegularExpressions;
using TemplateWorker.Tests.Architecture;

namespace TemplateWorker.Tests.Deployment;

/// <summary>The runbook has a section for each warning and error that the program logs, and for nothing else.</summary>
public sealed partial class RunbookTests
{
    [Fact]
    public void Every_warning_and_error_has_a_section_whose_heading_begins_its_line()
    {
        var messages = Messages();
        var headings = Headings();

        messages.Keys.Except(headings.Keys).Select(id => $"{id}: {messages[id]}").ShouldBeEmpty("docs/operations/runbook.md lacks these");
        headings.Keys.Except(messages.Keys).Select(id => $"{id}: {headings[id]}").ShouldBeEmpty("no line has these ids");
        headings.Where(heading => !Fits(heading.Value, messages[heading.Key]))
            .Select(heading => $"{heading.Key}: '{heading.Value}' does not begin '{messages[heading.Key]}'")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_section_has_a_text()
    {
        var lines = Lines().Where(line => line.Length > 0).ToList();
        lines.Zip(lines.Skip(1).Append("#"))
            .Where(pair => pair.First.StartsWith("### ", StringComparison.Ordinal) && pair.Second.StartsWith('#'))
            .ShouldBeEmpty();
    }

    /// <summary>What varies may stand for anything; a line that is nothing but what varies has a heading of its own.</summary>
    private static bool Fits(string heading, string message) =>
        Placeholder().Replace(message.Split("\\n")[0], "") is "" || Regex.IsMatch(
            message, "^" + Regex.Escape(Placeholder().Replace(heading, "…")).Replace("…", ".*", StringComparison.Ordinal), RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string[] Lines() => File.ReadAllLines(Path.Combine(SourceTree.Root, "docs/operations/runbook.md"));

    private static SortedDictionary<int, string> Headings() => new(
        Lines().Select(line => Heading().Match(line)).Where(match => match.Success)
            .ToDictionary(match => int.Parse(match.Groups["id"].Value), match => match.Groups["text"].Value));

    private static SortedDictionary<int, string> Messages() => new(
        SourceTree.Files("src").SelectMany(file => Message().Matches(string.Join('\n', file.Lines)))
            .ToDictionary(match => int.Parse(match.Groups["id"].Value), match => string.Concat(match.Groups["text"].Captures.Select(capture => capture.Value))));

    [GeneratedRegex(@"^### (?<text>.+) \((?<id>\d+)\)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[LoggerMessage\((?<id>\d+), LogLevel\.(Warning|Error|Critical),\s*(""(?<text>(\\.|[^""\\])*)""\s*\+?\s*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Message();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
