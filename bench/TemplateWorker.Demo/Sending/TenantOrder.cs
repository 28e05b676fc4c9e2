using System.Diagnostics.CodeAnalysis;

namespace TemplateWorker.Demo.Sending;

/// <summary>
/// Hands out events in the order of the file, as far as one rule allows: of one tenant only one event is on its way.
/// Not thread-safe.
/// </summary>
internal sealed class TenantOrder
{
    private readonly Dictionary<TenantId, Queue<(int Position, DemoEvent Event)>> _waiting = [];
    private readonly PriorityQueue<TenantId, int> _idle = new();

    public TenantOrder(IReadOnlyList<DemoEvent> events)
    {
        for (var position = 0; position < events.Count; position++)
        {
            var tenant = events[position].Tenant;
            if (!_waiting.TryGetValue(tenant, out var queue))
            {
                _waiting.Add(tenant, queue = new Queue<(int, DemoEvent)>());
                _idle.Enqueue(tenant, position);
            }

            queue.Enqueue((position, events[position]));
        }
    }

    /// <summary>Takes the first event whose tenant has none on its way; false when there is none now.</summary>
    public bool TryTake([NotNullWhen(true)] out DemoEvent? next)
    {
        next = _idle.TryDequeue(out var tenant, out _) ? _waiting[tenant].Dequeue().Event : null;
        return next is not null;
    }

    /// <summary>Says that the tenant's event was answered.</summary>
    /// <returns>Whether this made another event ready to be taken.</returns>
    public bool Release(TenantId tenant)
    {
        if (!_waiting[tenant].TryPeek(out var next))
        {
            return false;
        }

        _idle.Enqueue(tenant, next.Position);
        return true;
    }
}
