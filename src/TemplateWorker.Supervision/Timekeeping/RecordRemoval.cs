namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Removes records of one kind that are no longer kept: all of them, once a minute.</summary>
/// <param name="name">In the log.</param>
/// <param name="delete">Removes at most so many, and returns how many it removed.</param>
/// <param name="time">Measures the minute.</param>
internal sealed class RecordRemoval(string name, Func<int, CancellationToken, Task<int>> delete, TimeProvider time) : IDueWork
{
    private const int Batch = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long? _doneAt;

    public string Name => name;

    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) =>
        Task.FromResult<TimeSpan?>(_doneAt is { } at ? Interval - time.GetElapsedTime(at) : TimeSpan.Zero);

    public async Task<int> RunBatchAsync(CancellationToken cancellationToken)
    {
        var count = await delete(Batch, cancellationToken);
        _doneAt = count < Batch ? time.GetTimestamp() : null;
        return count;
    }
}
