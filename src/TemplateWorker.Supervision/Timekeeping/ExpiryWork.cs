using TemplateWorker.Storage.Due;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Removes expired keys.</summary>
internal sealed class ExpiryWork(ExpiryStore store) : IDueWork
{
    private const int Batch = 500;

    public string Name => "Expiring keys";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => store.UntilNextAsync(cancellationToken);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken) =>
        (await store.SweepAsync(Batch, cancellationToken)).Settled;
}
