using System.Text.Json;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>Events sent one at a time, with pauses, each of which sends an action: when its run was committed, and when the receiver had it.</summary>
internal sealed class ReceiptLatency(BenchStand stand, StoredActions actions, BenchReceiver receiver)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly LoadPlan _plan = new()
    {
        Server = stand.Address,
        // The last of the tenants has something else to do.
        Requests = [.. BenchTenants.StoringRequests(BenchTenants.ActionEvent, stand.Folder.Token).SkipLast(1)],
        Proof = "\"deliveries\":1"u8.ToArray(),
        Status = 202,
        Clients = 1,
    };

    /// <summary>Each tenant once, so that no measured event is a tenant's first.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken) => await OneByOne.RunAsync(_plan, cancellationToken);

    /// <param name="events">How many to send.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>From the commit, and from sending the event, to the receipt of its action.</returns>
    public async Task<(IReadOnlyList<TimeSpan> FromCommit, IReadOnlyList<TimeSpan> FromEvent)> RunAsync(int events, CancellationToken cancellationToken)
    {
        var sent = new Dictionary<Guid, DateTimeOffset>();
        using (var connection = new ClientConnection(_plan.Server))
        {
            for (var i = 0; i < events; i++)
            {
                await Task.Delay(Pause, cancellationToken);
                var tenant = Random.Shared.Next(_plan.Requests.Count);
                var at = TimeProvider.System.GetUtcNow();
                connection.Send(tenant, _plan.Requests[tenant]);

                // The receiver is in this process: it needs the core that waiting would take.
                while (!connection.TryReceive())
                {
                    await Task.Yield();
                }

                AnswerCheck.Require(connection, _plan);
                sent.Add(JsonDocument.Parse(connection.Body.ToArray()).RootElement.GetProperty("event_id").GetGuid(), at);
            }
        }

        await receiver.ArrivedAsync(sent.Keys, cancellationToken);
        var commits = await actions.CommitsAsync(sent.Keys, cancellationToken);
        return (
            [.. sent.Keys.Select(id => receiver.Arrivals[id] - commits[id]).Order()],
            [.. sent.Select(one => receiver.Arrivals[one.Key] - one.Value).Order()]);
    }

    /// <summary>The 99th percentile in milliseconds.</summary>
    public static double NinetyNinth(IReadOnlyList<TimeSpan> sorted) => LatencyFigures.Of(sorted).P99;
}
