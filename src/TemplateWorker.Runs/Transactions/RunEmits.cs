using System.Globalization;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The events that a run has emitted, and whether it may emit another.</summary>
/// <param name="limits">Of the tenant.</param>
/// <param name="hops">The hops of the run's own event.</param>
/// <param name="trace">The trace of that event; null for none.</param>
/// <param name="subscribers">How many templates of the tenant subscribe to an event.</param>
/// <param name="room">Of the tenant's queue.</param>
/// <param name="store">Counts the queue.</param>
/// <param name="time">For the ids.</param>
internal sealed class RunEmits(
    TenantLimits limits, int hops, TraceParent? trace, Func<string, int> subscribers, QueueRoom room, DeliveryStore store, TimeProvider time)
{
    private readonly List<EmittedEvent> _events = [];
    private int _taken;
    private int _ofOthers;

    /// <summary>All events, including those of earlier runs that are committed together with this one.</summary>
    public IReadOnlyList<EmittedEvent> Events => _events;

    /// <summary>How many of them are this run's own.</summary>
    public int OwnCount => _events.Count - _ofOthers;

    /// <summary>Adds the events of an earlier run that is committed together with this one.</summary>
    public void ContinueFrom(RunEmits before)
    {
        _events.AddRange(before._events);
        _ofOthers = _events.Count;
        _taken = before._taken;
    }

    /// <summary>How many templates of the tenant subscribe to an event.</summary>
    public int Subscribers(string name) => subscribers(name);

    /// <summary>The limit that one more event would breach; null when it may be emitted and has its room in the queue.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="dataJson">Its payload.</param>
    /// <param name="deliveries">How many it becomes.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public RunAborted.LimitBreached? Breach(string name, string dataJson, int deliveries)
    {
        if (OwnCount >= limits.EmittedEvents)
        {
            return new RunAborted.LimitBreached("TooManyEvents", $"A run may emit at most {limits.EmittedEvents} events.");
        }

        if (hops >= limits.Hops)
        {
            return new RunAborted.LimitBreached(
                "TooManyHops",
                $"This run's event is number {hops} in a chain of emitted events; the limit is {limits.Hops}. Do templates emit events for each other in a loop?");
        }

        if (LimitGuard.Exceeds(dataJson, limits.EventPayloadBytes, out var bytes))
        {
            return new RunAborted.LimitBreached("EventTooLarge", $"An event's data may have at most {limits.EventPayloadBytes} bytes of JSON; this has {bytes}.");
        }

        if (deliveries > 0 && !room.TryTake(deliveries, _taken, store))
        {
            return new RunAborted.LimitBreached(
                "QueueFull", $"The tenant's queue is full: it may hold {room.Limit} deliveries, and the event '{name}' needs {deliveries} more.");
        }

        _taken += deliveries;
        return null;
    }

    /// <summary>The event of this run, or of one that is committed together with it, that has the key.</summary>
    public EmittedEvent? OfKey(string key) => _events.Find(emitted => emitted.Key == key);

    /// <returns>The event's id as a JSON string.</returns>
    public string Add(string name, string dataJson, int deliveries, string delayMilliseconds, string? key)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow());
        _events.Add(new EmittedEvent
        {
            EventId = id,
            Name = name,
            DataJson = dataJson,
            Hops = hops + 1,
            Trace = trace,
            Delay = TimeSpan.FromMilliseconds(double.Parse(delayMilliseconds, CultureInfo.InvariantCulture)),
            Subscribers = deliveries,
            Key = key,
        });
        return $"\"{id}\"";
    }
}
