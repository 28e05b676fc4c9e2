namespace TemplateWorker.Runs.Queueing;

/// <summary>
/// A queue that is fair by what its entries use, such as time: the next one is the one that has used the least since it began
/// to compete. Not thread-safe.
/// </summary>
/// <remarks>
/// Each entry carries a virtual time that grows by what it used. An entry that returns starts at the smallest virtual
/// time served meanwhile, so that idle time does not accumulate into a monopoly (as in the CFS scheduler). Virtual times count per queue: an
/// entry that moves to another queue takes its lag along, how far it is ahead of what was served, and not its time.
/// </remarks>
internal sealed class FairQueue<T>
    where T : class, IFairShare
{
    private readonly PriorityQueue<T, (long VirtualTime, long Arrival)> _runnable = new();
    private long _arrivals;
    private long _served;

    public int Count => _runnable.Count;

    public void Add(T entry)
    {
        entry.VirtualTime = Math.Max(entry.VirtualTime, _served);
        _runnable.Enqueue(entry, (entry.VirtualTime, _arrivals++));
    }

    /// <summary>How much more an entry has used than the one that was served last.</summary>
    public long LagOf(T entry) => Math.Max(0, entry.VirtualTime - _served);

    /// <summary>Adds an entry that comes from another queue.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="lag">Its lag there.</param>
    public void Add(T entry, long lag)
    {
        entry.VirtualTime = _served + lag;
        Add(entry);
    }

    /// <summary>Takes the next entry away to another queue. It does not count as served here.</summary>
    public bool TryRemove(out T entry, out long lag)
    {
        var isFound = _runnable.TryDequeue(out entry!, out _);
        lag = isFound ? LagOf(entry) : 0;
        return isFound;
    }

    /// <summary>The entry that <see cref="TryTake"/> would take.</summary>
    public bool TryPeek(out T entry) => _runnable.TryPeek(out entry!, out _);

    public bool TryTake(out T entry)
    {
        if (!_runnable.TryDequeue(out entry!, out var place))
        {
            return false;
        }

        _served = place.VirtualTime;
        return true;
    }
}
