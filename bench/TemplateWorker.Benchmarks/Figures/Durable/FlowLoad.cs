using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Durable;

/// <summary>Events that are sent one by one, each answered with 202, and run at the same time.</summary>
internal sealed class FlowLoad(BenchStand stand, TimeSpan roundTime)
{
    private readonly LanesFromOutside _lanes = new(stand.ConnectionString);

    /// <summary>One round: until the last of them is done.</summary>
    /// <returns>The events that were accepted, by tenant.</returns>
    public async Task<IReadOnlyList<int>> RunAsync(string eventName, int clients, Rounds flow, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Server = stand.Address,
            Requests = BenchTenants.StoringRequests(eventName, stand.Folder.Token),
            Proof = "\"deliveries\":1"u8.ToArray(),
            Status = 202,
            Clients = clients,
        };
        IReadOnlyList<int> answered = [];
        await flow.RunAsync(async () =>
        {
            var start = TimeProvider.System.GetUtcNow();
            var result = await new LoadGenerator(plan).RunAsync(roundTime, cancellationToken);
            answered = result.Answered;
            return (result.Count, await _lanes.DrainedAsync(cancellationToken) - start);
        });
        return answered;
    }
}
