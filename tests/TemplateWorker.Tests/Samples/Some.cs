using System.Text.Json;
using TemplateWorker.Benchmarks.Demo;
using TemplateWorker.Benchmarks.Demo.Api;
using TemplateWorker.Benchmarks.Demo.Sending;

namespace TemplateWorker.Tests.Samples;

/// <summary>Events and results where a test does not care for the rest of them.</summary>
internal static class Some
{
    public static DemoEvent Event(string tenant = "1", string name = "message.create", string key = "k") =>
        new(key, new TenantId("guild", tenant), name, JsonDocument.Parse("{}").RootElement);

    public static SentEvent Sent(DemoEvent demoEvent, int startedMs, int latencyMs, params IReadOnlyList<RunAnswer> runs) => new()
    {
        Event = demoEvent,
        Started = TimeSpan.FromMilliseconds(startedMs),
        Latency = TimeSpan.FromMilliseconds(latencyMs),
        LostCalls = 0,
        Deferrals = 0,
        Reply = new EventReply.Answered(new EventAnswer(Guid.Empty, runs)),
    };
}
