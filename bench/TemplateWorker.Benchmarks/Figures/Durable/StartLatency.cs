using System.Text.Json;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>Figure k: events sent one at a time, with pauses, to tenants whose workers know them.</summary>
internal static class StartLatency
{
    public const int Events = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <param name="stand">Where to send.</param>
    /// <param name="lanes">Tells when the runs started.</param>
    /// <param name="acknowledged">Gets what was sent.</param>
    /// <param name="time">The clock that the workers have too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<LatencyFigures> RunAsync(
        BenchStand stand, LanesFromOutside lanes, Acknowledged acknowledged, TimeProvider time, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Server = stand.Address,
            Requests = BenchTenants.StoringRequests(BenchTenants.IncrementEvent, stand.Folder.Token),
            Proof = "\"deliveries\":1"u8.ToArray(),
            Status = 202,
            Clients = 1,
        };
        // Once for every tenant, so that none of the measured events is a tenant's first.
        await OneByOne.RunAsync(plan, cancellationToken);
        acknowledged.Add([.. Enumerable.Repeat(1, BenchTenants.Count)]);
        await lanes.DrainedAsync(cancellationToken);

        var random = new Random(Events);
        var sent = new Dictionary<Guid, DateTimeOffset>();
        var increments = new int[BenchTenants.Count];
        using (var connection = new ClientConnection(plan.Server))
        {
            for (var i = 0; i < Events; i++)
            {
                await Task.Delay(Pause, time, cancellationToken);
                var tenant = random.Next(BenchTenants.Count);
                var at = time.GetUtcNow();
                connection.Send(tenant, plan.Requests[tenant]);
                while (!connection.TryReceive())
                {
                }

                AnswerCheck.Require(connection, plan);
                sent.Add(JsonDocument.Parse(connection.Body.ToArray()).RootElement.GetProperty("event_id").GetGuid(), at);
                increments[tenant]++;
            }
        }

        acknowledged.Add(increments);
        await lanes.DrainedAsync(cancellationToken);
        var starts = await lanes.StartsAsync(sent.Keys, cancellationToken);
        var latencies = sent.Select(entry => starts[entry.Key] - entry.Value).Order().ToList();
        return LatencyFigures.Of(latencies);
    }
}
