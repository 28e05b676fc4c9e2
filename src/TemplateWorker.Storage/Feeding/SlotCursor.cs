namespace TemplateWorker.Storage.Feeding;

/// <summary>From where on a slot is read.</summary>
/// <param name="Slot">0 to 4,095.</param>
/// <param name="After">The id after which reading starts; 0 for the beginning.</param>
public sealed record SlotCursor(int Slot, long After);
