namespace TemplateWorker.Storage.Feeding;

/// <summary>A part of a slot that was read before.</summary>
/// <param name="Slot">0 to 4,095.</param>
/// <param name="After">The id behind which it starts.</param>
/// <param name="UpTo">The last id of it.</param>
public sealed record SlotRange(int Slot, long After, long UpTo);
