using System.Collections.Concurrent;
using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>Tenants that behave: eight, four events a second each, one increment per event, half of them on either worker.</summary>
internal sealed class Victims(RunningSupervisor supervisor, TimeProvider time)
{
    private const int Count = 8;
    private const string Source = "on('count', () => kv.increment('n'));";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string[] _tenants = [.. Tenants.OfWorker(0).Take(Count / 2), .. Tenants.OfWorker(1).Take(Count / 2)];

    public async Task PublishAsync()
    {
        foreach (var tenant in _tenants)
        {
            await supervisor.PublishAsync(tenant, "count", Source);
            await supervisor.ValueAsync(tenant, "count", new { });
        }
    }

    /// <summary>Sends for a while. Latency counts from when an event was due, so an answer that is late does not hide the next one.</summary>
    public async Task<VictimFigures> SendAsync(TimeSpan span)
    {
        var latencies = new ConcurrentBag<TimeSpan>();
        var refused = new ConcurrentBag<string>();
        var start = time.GetTimestamp();
        await Task.WhenAll(_tenants.Select(async (tenant, place) =>
        {
            List<Task> calls = [];
            for (var due = Interval * place / Count; due < span; due += Interval)
            {
                var wait = due - time.GetElapsedTime(start);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time);
                }

                calls.Add(CallAsync(tenant, due));
            }

            await Task.WhenAll(calls);
        }));
        return VictimFigures.Of(latencies, refused);

        async Task CallAsync(string tenant, TimeSpan due)
        {
            var answer = await supervisor.CallAsync(tenant, "count", new { });
            latencies.Add(time.GetElapsedTime(start) - due);
            if (answer.Status != 200)
            {
                refused.Add(answer.ToString());
            }
        }
    }
}
