namespace TemplateWorker.Runs.Queueing;

/// <summary>
/// Takes turns by CPU time used, not by queue length: the next one out is the one that has used least since it began
/// to compete. Not thread-safe.
/// </summary>
/// <remarks>
/// Each entry carries a virtual time that grows by what it used. One that was away returns at the smallest virtual
/// time of those that were served meanwhile, so that idleness is not saved up into a monopoly (the idea of CFS).
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
