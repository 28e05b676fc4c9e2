using System.Text.RegularExpressions;

namespace TemplateWorker.Tests.Architecture;

/// <summary>Event ids are how operators find and filter lines; they are stable, unique, and say the layer.</summary>
public sealed partial class EventIdTests
{
    private static readonly (string Folder, int Thousand)[] Ranges =
    [
        ("src/TemplateWorker/Hosting", 1), ("src/TemplateWorker/Cli", 1), ("src/TemplateWorker.Supervision", 2),
        ("src/TemplateWorker.Ipc", 3), ("src/TemplateWorker/Worker", 4), ("src/TemplateWorker.Runs", 5),
        ("src/TemplateWorker.Storage", 6), ("src/TemplateWorker.Api", 7), ("src/TemplateWorker.Console", 9), ("src/TemplateWorker.Supervision/Actions", 8), ("src/TemplateWorker.Supervision/Leases", 8),
        ("src/TemplateWorker.Supervision/Accepting", 8), ("src/TemplateWorker.Supervision/Timekeeping", 8), ("src/TemplateWorker.Supervision/Loops", 8),
    ];

    [Fact]
    public void No_two_messages_share_an_id()
    {
        All().GroupBy(entry => entry.Id)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.Path))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void An_id_says_the_layer_that_logs()
    {
        All().Where(entry => !Ranges.Any(range =>
                entry.Path.StartsWith($"{range.Folder}/", StringComparison.Ordinal) && entry.Id / 1_000 == range.Thousand))
            .Select(entry => $"{entry.Path}: {entry.Id}")
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Path, int Id)> All() =>
        SourceTree.Files("src").SelectMany(file => Attribute().Matches(string.Join('\n', file.Lines))
            .Select(match => (file.Path, int.Parse(match.Groups[1].Value))));

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId = )?(\d+)")]
    private static partial Regex Attribute();
}
