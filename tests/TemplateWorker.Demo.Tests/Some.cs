using System.Text.Json;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Reporting;
using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo.Tests;

/// <summary>Events and results where a test does not care for the rest of them.</summary>
internal static class Some
{
    public static DemoEvent Event(string tenant = "1", string name = "message.create", string key = "k") =>
        new(key, new TenantId("guild", tenant), name, JsonDocument.Parse("{}").RootElement);

    /// <summary>An event that has as many deliveries as it has runs, all of which end after <paramref name="latencyMs"/>.</summary>
    public static FinishedEvent Finished(
        DemoEvent demoEvent, int startedMs, int latencyMs, params IReadOnlyList<(string Template, string Outcome, string? Reason)> runs)
    {
        var sent = new SentEvent
        {
            Event = demoEvent,
            Started = DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(startedMs),
            Latency = TimeSpan.FromMilliseconds(latencyMs),
            Repeats = 0,
            Reply = new EventReply.Accepted(new AcceptedAnswer(Guid.Empty, runs.Count(run => run.Outcome != RunRecord.Retry))),
        };
        var ended = sent.Started + sent.Latency;
        return new FinishedEvent(sent, [.. runs.Select(run => new RunRecord(Guid.Empty, run.Template, run.Outcome, run.Reason, ended, "host:1/0"))]);
    }
}
