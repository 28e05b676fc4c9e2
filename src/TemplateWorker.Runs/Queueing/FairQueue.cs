namespace TemplateWorker.Runs.Queueing;

/// <summary>
/// A queue that is fair by CPU time: the next entry is the one that has used the least since it began
/// to compete. Not thread-safe.
/// </summary>
/// <remarks>
/// Each entry carries a virtual time that grows by the CPU time it used. An entry that returns starts at the smallest virtual
/// time served meanwhile, so that idle time does not accumulate into a monopoly (as in the CFS scheduler).
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
