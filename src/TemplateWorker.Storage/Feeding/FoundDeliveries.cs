using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>What was read of many slots or lanes.</summary>
/// <param name="Deliveries">Per slot or lane by id.</param>
/// <param name="IsCut">Whether reading ended because of how much there was: any of them may have more.</param>
public sealed record FoundDeliveries(IReadOnlyList<Delivery> Deliveries, bool IsCut)
{
    /// <summary>Rows among them that are no deliveries, since SQL from outside wrote them. They can only be passed over.</summary>
    public IReadOnlyList<UnreadableDelivery> Unreadable { get; init; } = [];
}

/// <summary>A row that is no delivery.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Fault">What is wrong with it, without its content.</param>
public sealed record UnreadableDelivery(DeliveryPlace Place, string Fault);

/// <summary>That a delivery is there, without what it holds.</summary>
/// <param name="Slot">The slot of its tenant.</param>
/// <param name="Id">Its id.</param>
public sealed record DeliveryPlace(int Slot, long Id);
