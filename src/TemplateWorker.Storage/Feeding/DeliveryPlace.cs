namespace TemplateWorker.Storage.Feeding;

/// <summary>That a delivery is there, without what it holds.</summary>
/// <param name="Slot">The slot of its tenant.</param>
/// <param name="Id">Its id.</param>
public sealed record DeliveryPlace(int Slot, long Id);
