using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>That a lane is held.</summary>
/// <param name="Slot">The slot of its tenant.</param>
/// <param name="Lane">The lane; with an empty template it stands for all lanes of the tenant.</param>
public sealed record LaneHold(int Slot, LaneName Lane);
