using System.Runtime.InteropServices;

namespace TemplateWorker.Ipc.InFlight;

/// <summary>A delivery that was on a script thread when its worker process died.</summary>
/// <param name="Thread">The number of the script thread, from 0.</param>
/// <param name="Slot">The slot of the delivery.</param>
/// <param name="Id">The id of the delivery.</param>
/// <param name="Attempt">The number of attempts that had ended before this one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct InFlightDelivery(int Thread, int Slot, long Id, int Attempt);
