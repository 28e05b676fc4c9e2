using TemplateWorker.Storage.Actions.Operating;

namespace TemplateWorker.Api.Streams;

/// <summary>
/// Which actions a stream has shown. Positions are given before runs commit, so one may appear behind a higher one: a look goes back to what was the
/// last position some seconds ago. Not thread-safe.
/// </summary>
/// <param name="from">The position behind which the stream begins.</param>
/// <param name="time">Measures the seconds.</param>
internal sealed class ArrivalCursor(long from, TimeProvider time)
{
    /// <summary>How long a commit may take to be seen in its order.</summary>
    public static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private readonly SortedSet<long> _shown = [];
    private readonly Queue<(long Position, long At)> _marks = new();
    private long _last = from;

    /// <summary>Where the next look begins.</summary>
    public long Floor { get; private set; } = from;

    /// <summary>The actions of a look that were not shown yet.</summary>
    /// <param name="arrived">What the look found, by position.</param>
    /// <param name="isFull">Whether it ended at its limit: then the next one begins behind it.</param>
    public IReadOnlyList<ArrivedAction> Take(IReadOnlyList<ArrivedAction> arrived, bool isFull)
    {
        List<ArrivedAction> fresh = [.. arrived.Where(one => _shown.Add(one.Position))];
        _last = fresh.Count > 0 ? Math.Max(_last, fresh[^1].Position) : _last;
        _marks.Enqueue((_last, time.GetTimestamp()));
        while (_marks.TryPeek(out var mark) && time.GetElapsedTime(mark.At) >= Lag)
        {
            Floor = Math.Max(Floor, mark.Position);
            _marks.Dequeue();
        }

        if (isFull && arrived.Count > 0)
        {
            Floor = Math.Max(Floor, arrived[^1].Position);
        }

        _shown.RemoveWhere(position => position <= Floor);
        return fresh;
    }
}
