using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>What was read of many slots or lanes.</summary>
/// <param name="Deliveries">Per slot or lane by id.</param>
/// <param name="IsCut">Whether reading ended because of how much there was: any of them may have more.</param>
public sealed record FoundDeliveries(IReadOnlyList<Delivery> Deliveries, bool IsCut);

/// <summary>That a delivery is there, without what it holds.</summary>
/// <param name="Slot">The slot of its tenant.</param>
/// <param name="Id">Its id.</param>
public sealed record DeliveryPlace(int Slot, long Id);
