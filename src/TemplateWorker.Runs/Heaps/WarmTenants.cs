using TemplateWorker.Runs.Transactions;

namespace TemplateWorker.Runs.Heaps;

/// <summary>
/// The warm tenants, least recently used first, and the decision whose heaps and caches are evicted. Used by one thread at a time, except
/// for the counters; where heaps are bound to a thread, on that thread only.
/// </summary>
internal sealed class WarmTenants(
    WarmLimits limits, KeyCacheBudget budget, MemoryPressure pressure, Func<IWarmTenant, bool> retire, TimeProvider time)
{
    /// <summary>How often idle tenants are evicted.</summary>
    public static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly LinkedList<IWarmTenant> _byUse = [];
    private readonly Dictionary<IWarmTenant, LinkedListNode<IWarmTenant>> _places = [];
    private int _count;
    private long _lastSweep = time.GetTimestamp();

    public int Count => Volatile.Read(ref _count);

    public bool IsSweepDue => time.GetElapsedTime(_lastSweep) >= SweepInterval;

    /// <summary>Marks the tenant as the most recently used.</summary>
    public void Touch(IWarmTenant session)
    {
        session.LastTurn = time.GetTimestamp();
        if (!_places.TryGetValue(session, out var place))
        {
            _places.Add(session, _byUse.AddLast(session));
            Interlocked.Increment(ref _count);
            EvictWhile(_ => _byUse.Count > limits.Heaps);
        }
        else
        {
            _byUse.Remove(place);
            _byUse.AddLast(place);
        }

        if (budget.IsExceeded)
        {
            EvictWhile(_ => budget.IsExceeded);
        }
    }

    /// <summary>
    /// Evicts tenants with a drop request, tenants that were idle for too long, and a tenth of the rest when the process
    /// runs short of memory.
    /// </summary>
    public void Sweep()
    {
        _lastSweep = time.GetTimestamp();
        for (var node = _byUse.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.IsDropRequested)
            {
                GiveUp(node.Value);
            }

            node = next;
        }

        EvictWhile(oldest => time.GetElapsedTime(oldest.LastTurn) > limits.Idle);
        if (pressure.IsHigh())
        {
            var keep = _byUse.Count - Math.Max(1, _byUse.Count / 10);
            EvictWhile(_ => _byUse.Count > keep);
        }
    }

    /// <summary>Removes a tenant that moved to another thread, without touching it.</summary>
    public void Leave(IWarmTenant session)
    {
        if (_places.Remove(session, out var place))
        {
            _byUse.Remove(place);
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Evicts all tenants, when the thread ends.</summary>
    public void Clear()
    {
        foreach (var session in _byUse)
        {
            session.Forget();
        }

        _byUse.Clear();
        _places.Clear();
    }

    private void EvictWhile(Func<IWarmTenant, bool> condition)
    {
        for (var node = _byUse.First; node is not null && condition(node.Value);)
        {
            var next = node.Next;
            GiveUp(node.Value);
            node = next;
        }
    }

    /// <summary>Evicts a tenant for which nothing waits or runs. It is retired first, so that no turn of it can begin meanwhile.</summary>
    private void GiveUp(IWarmTenant session)
    {
        if (retire(session))
        {
            Leave(session);
            session.Forget();
        }
    }
}
