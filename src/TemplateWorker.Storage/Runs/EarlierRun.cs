using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Runs;

/// <summary>A run whose effects are part of a later one's: of the delivery before it in its lane.</summary>
/// <param name="Delivery">It is done.</param>
/// <param name="History">What the history keeps of it.</param>
public sealed record EarlierRun(DeliveryEnd.Done Delivery, HistoryEntry History);
