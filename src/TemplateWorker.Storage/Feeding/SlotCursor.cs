namespace TemplateWorker.Storage.Feeding;

/// <summary>From where on a slot is read.</summary>
/// <param name="Slot">0 to 4,095.</param>
/// <param name="After">The id after which reading starts; 0 for the beginning.</param>
public sealed record SlotCursor(int Slot, long After);

/// <summary>A part of a slot that was read before.</summary>
/// <param name="Slot">0 to 4,095.</param>
/// <param name="After">The id behind which it starts.</param>
/// <param name="UpTo">The last id of it.</param>
public sealed record SlotRange(int Slot, long After, long UpTo);
