using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Routes actions anew whose route is gone, and removes channels of consumers that pull in which nothing waits. A pass a second.</summary>
/// <param name="store">Does both.</param>
/// <param name="moved">Called when actions were routed anew.</param>
internal sealed class ActionTidying(ActionMoveStore store, Action moved) : IDueWork
{
    private const int Batch = 1_000;

    public string Name => "Channels of actions";

    public async Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken)
    {
        while (await store.RerouteAsync(Batch, cancellationToken) > 0)
        {
            moved();
        }

        // Where many channels wait, a pass looks at a part of them.
        await store.RemoveEmptyAsync(Batch, Random.Shared.Next(TenantId.SlotCount) - 1, cancellationToken);
        return null;
    }

    public Task<int> RunBatchAsync(CancellationToken cancellationToken) => Task.FromResult(0);
}
