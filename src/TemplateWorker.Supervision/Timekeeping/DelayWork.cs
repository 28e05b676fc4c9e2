using TemplateWorker.Storage.Due;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Moves delayed deliveries into their lanes when they are due.</summary>
internal sealed class DelayWork(DelayStore store) : IDueWork
{
    private const int Batch = 500;

    public string Name => "Delayed deliveries";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => store.UntilNextAsync(cancellationToken);

    public Task<int> RunBatchAsync(CancellationToken cancellationToken) => store.PromoteAsync(Batch, cancellationToken);
}
