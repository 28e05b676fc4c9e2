using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Pool;

/// <summary>Routes deliveries to the workers of this supervisor. Members never block. Thread-safe.</summary>
internal interface IDeliveryRouter
{
    /// <summary>The workers know every stored delivery of this supervisor's slots with an id up to this one; 0 if unknown.</summary>
    long LanesRead { get; }

    /// <summary>Whether this supervisor holds the slot.</summary>
    bool Holds(int slot);

    /// <summary>Sends stored deliveries to the workers of their slots, as far as their queues have room.</summary>
    void Hand(IEnumerable<(int Slot, HandedDelivery Delivery)> deliveries);

    /// <summary>Tells the workers to read the lanes of these slots; of all slots if the list is empty.</summary>
    void Wake(IReadOnlyCollection<int> slots);
}
