using System.Net;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo.Reporting;

/// <summary>Holds the figures of a demo against what its events demand.</summary>
internal static class Verdict
{
    /// <summary>What is wrong, one line each; empty when the demo is right.</summary>
    public static IReadOnlyList<string> Faults(DemoFigures figures, Expectation expectation)
    {
        var faults = new List<string>();
        var refused = figures.Events.Select(item => item.Sent).Where(sent => sent.Accepted is null).ToList();
        if (refused.Count > 0)
        {
            faults.Add($"{refused.Count} events were never accepted; the first is {refused[0].Event.Key}: {Describe(refused[0])}");
        }

        if (figures.Deliveries != expectation.Runs)
        {
            faults.Add($"{figures.Deliveries} deliveries were accepted, not {expectation.Runs}");
        }

        var lost = figures.Events.Sum(item => Math.Max(0, (item.Sent.Accepted?.Deliveries ?? 0) - item.Runs.Count()));
        if (lost > 0)
        {
            faults.Add($"{lost} deliveries were lost");
        }

        var doubled = figures.Events.Sum(item => item.Runs.Count() - item.Runs.DistinctBy(run => run.Template, StringComparer.Ordinal).Count());
        if (doubled > 0)
        {
            faults.Add($"{doubled} deliveries were done twice");
        }

        if (!ByLimit(figures.Failures).SequenceEqual(ByLimit(expectation.Failures)))
        {
            faults.Add($"deliveries were given up by {List(figures.Failures)}, not by {List(expectation.Failures)}");
        }

        if (figures.Stored.Differences is { Count: > 0 } differences)
        {
            faults.Add($"{differences.Count} stored values are not as they must be; the first is {differences[0]}");
        }

        if (figures.Actions.Differences is { Count: > 0 } channels)
        {
            faults.Add($"the actions of {channels.Count} channels were not received as they must be; the first is {channels[0]}");
        }

        if (figures.Actions.Forged > 0)
        {
            faults.Add($"{figures.Actions.Forged} requests with actions were not signed well");
        }

        return faults;
    }

    /// <summary>A loop is ended by whichever of its two limits it reaches first.</summary>
    private static SortedDictionary<string, int> ByLimit(SortedDictionary<string, int> failures)
    {
        var merged = new SortedDictionary<string, int>(failures, StringComparer.Ordinal);
        if (merged.Remove("TimeLimit", out var timedOut))
        {
            merged["CpuLimit"] = merged.GetValueOrDefault("CpuLimit") + timedOut;
        }

        return merged;
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
