namespace TemplateWorker.Runs.Queueing;

/// <summary>
/// Decides who has one of a fixed number of slots: the entry that has used the least time since it began to compete. Long entries, those
/// that have used more than a slice, leave one slot to the short ones. Pure and not thread-safe.
/// </summary>
/// <remarks>
/// An entry that returns starts at the smallest virtual time served meanwhile, so that idle time does not accumulate into a monopoly (as in
/// the CFS scheduler).
/// </remarks>
/// <param name="slots">How many entries may run at a time, at least 1.</param>
internal sealed class TurnTable<T>(int slots)
    where T : class, IFairShare
{
    private readonly PriorityQueue<T, (long VirtualTime, long Arrival)> _short = new();
    private readonly PriorityQueue<T, (long VirtualTime, long Arrival)> _long = new();
    private long _arrivals;
    private long _served;
    private int _running;
    private int _runningLong;

    /// <summary>Entries that wait for a slot.</summary>
    public int Waiting => _short.Count + _long.Count;

    /// <summary>Slots whose entry makes no progress; as many others are given out.</summary>
    public int Stuck { get; set; }

    private int MostLong => Math.Max(1, slots + Stuck - 1);

    public void Add(T entry, bool isLong)
    {
        entry.VirtualTime = Math.Max(entry.VirtualTime, _served);
        (isLong ? _long : _short).Enqueue(entry, (entry.VirtualTime, _arrivals++));
    }

    /// <summary>Gives a free slot to the next entry.</summary>
    /// <returns>False when no slot is free, or nothing waits that may have it.</returns>
    public bool TryTake(out T entry, out bool isLong)
    {
        entry = null!;
        isLong = false;
        if (_running >= slots + Stuck)
        {
            return false;
        }

        var hasShort = _short.TryPeek(out _, out var first);
        if (_long.TryPeek(out _, out var other) && _runningLong < MostLong && (!hasShort || other.VirtualTime < first.VirtualTime))
        {
            entry = _long.Dequeue();
            isLong = true;
            _runningLong++;
        }
        else if (hasShort)
        {
            entry = _short.Dequeue();
        }
        else
        {
            return false;
        }

        _running++;
        _served = Math.Max(_served, entry.VirtualTime);
        return true;
    }

    /// <summary>An entry that has a slot has become a long one.</summary>
    public void NoteLong() => _runningLong++;

    /// <summary>An entry gives its slot back.</summary>
    public void Release(bool isLong)
    {
        _running--;
        _runningLong -= isLong ? 1 : 0;
    }

    /// <summary>Whether a long entry that has used up its slice must give its slot to one that waits.</summary>
    /// <param name="virtualTime">Of the entry, with the slice.</param>
    public bool MustYield(long virtualTime) =>
        (_short.TryPeek(out _, out var first) && (_runningLong > MostLong || first.VirtualTime < virtualTime))
        || (_long.TryPeek(out _, out var other) && other.VirtualTime < virtualTime);
}
