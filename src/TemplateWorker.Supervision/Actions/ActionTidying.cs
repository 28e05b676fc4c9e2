using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Moves delayed actions into their channels when they are due.</summary>
/// <param name="store">Moves them.</param>
/// <param name="moved">Called when some were moved.</param>
internal sealed class DelayedActions(ActionMoveStore store, Action moved) : IDueWork
{
    private const int Batch = 500;

    public string Name => "Delayed actions";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => store.UntilNextAsync(cancellationToken);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken)
    {
        var count = await store.PromoteAsync(Batch, cancellationToken);
        if (count > 0)
        {
            moved();
        }

        return count;
    }
}

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
