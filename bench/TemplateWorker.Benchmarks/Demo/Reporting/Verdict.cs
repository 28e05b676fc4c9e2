using System.Net;
using TemplateWorker.Benchmarks.Demo.Api;
using TemplateWorker.Benchmarks.Demo.Expectations;
using TemplateWorker.Benchmarks.Demo.Sending;

namespace TemplateWorker.Benchmarks.Demo.Reporting;

/// <summary>Holds the figures of a demo against what its events demand.</summary>
internal static class Verdict
{
    /// <summary>What is wrong, one line each; empty when the demo is right.</summary>
    public static IReadOnlyList<string> Faults(DemoFigures figures, Expectation expectation)
    {
        var faults = new List<string>();
        var unanswered = figures.Sent.Where(result => result.Reply is not EventReply.Answered).ToList();
        if (unanswered.Count > 0)
        {
            faults.Add($"{unanswered.Count} events were never answered; the first is {unanswered[0].Event.Key}: {Describe(unanswered[0])}");
        }

        if (figures.Runs != expectation.Runs)
        {
            faults.Add($"there were {figures.Runs} runs, not {expectation.Runs}");
        }

        if (!figures.Failures.SequenceEqual(expectation.Failures))
        {
            faults.Add($"runs failed by {List(figures.Failures)}, not by {List(expectation.Failures)}");
        }

        if (figures.Stored.Differences is { Count: > 0 } differences)
        {
            faults.Add($"{differences.Count} stored values are not as they must be; the first is {differences[0]}");
        }

        return faults;
    }

    private static string Describe(SentEvent result) => result.Reply switch
    {
        EventReply.Refused refused => $"{(int)refused.Status} {refused.Problem.Title} {refused.Problem.Detail}".TrimEnd(),
        EventReply.Broken broken => broken.Message,
        _ => HttpStatusCode.OK.ToString(),
    };

    private static string List(SortedDictionary<string, int> failures) =>
        failures.Count == 0 ? "nothing" : string.Join(", ", failures.Select(failure => $"{failure.Key} ({failure.Value})"));
}
