using TemplateWorker.Storage.Results;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Removes results of stored events that are no longer kept: all of them, once a minute.</summary>
internal sealed class ResultRemoval(EventResultStore store, TimeSpan keep, TimeProvider time) : IDueWork
{
    private const int Batch = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? _doneAt;

    public string Name => "Old results";

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) =>
        Task.FromResult<TimeSpan?>(_doneAt is { } at ? Interval - time.GetElapsedTime(at) : TimeSpan.Zero);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken)
    {
        var count = await store.DeleteExpiredAsync(keep, Batch, cancellationToken);
        _doneAt = count < Batch ? time.GetTimestamp() : null;
        return count;
    }
}
