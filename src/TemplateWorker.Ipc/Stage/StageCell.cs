using System.Runtime.InteropServices;

namespace TemplateWorker.Ipc.Stage;

/// <summary>The delivery that was on a script thread.</summary>
/// <param name="Thread">The thread's number, from 0.</param>
/// <param name="Slot">The delivery's slot.</param>
/// <param name="Id">Its id.</param>
/// <param name="Attempt">How many attempts had ended before this one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StageCell(int Thread, int Slot, long Id, int Attempt);
