using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>The right to work on a slot.</summary>
/// <param name="Slot">0 to 4,095.</param>
/// <param name="Fence">The slot's number of takings when it was taken; a higher one in the database says that it is lost.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SlotFence(int Slot, long Fence);
