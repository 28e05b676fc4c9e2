using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Pool;

/// <summary>Brings deliveries to the workers of this supervisor, for the slots that it has. Nothing here waits. Thread-safe.</summary>
internal interface IDeliveryRouter
{
    /// <summary>Every delivery of this supervisor's slots with an id up to here is known to its workers, or gone; 0 when unknown.</summary>
    long LanesRead { get; }

    /// <summary>Whether this supervisor has the slot.</summary>
    bool Holds(int slot);

    /// <summary>Hands deliveries that were just stored to the workers of their slots, as far as these take them.</summary>
    void Hand(IEnumerable<(int Slot, HandedDelivery Delivery)> deliveries);

    /// <summary>Tells the workers that there may be something new in lanes of these slots; in all when none is named.</summary>
    void Wake(IReadOnlyCollection<int> slots);
}
