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
