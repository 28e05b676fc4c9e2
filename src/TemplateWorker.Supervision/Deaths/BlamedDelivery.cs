using System.Runtime.InteropServices;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>A delivery that was being run when its worker died, and may be the reason.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Id">Its id.</param>
/// <param name="Attempt">How many attempts had ended before this one.</param>
/// <param name="Wall">How long it had been running by the last heartbeat.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlamedDelivery(int Slot, long Id, int Attempt, TimeSpan Wall);
