using System.Runtime.InteropServices;

namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary>
/// Runs promise jobs while the group is still entered. Left to itself JavaScriptCore runs them when the outermost call
/// ends, each as an entry of its own with a CPU clock of its own, so that no limit ever stops a flood of them.
/// <c>JSC::VM::drainMicrotasks()</c> is a C++ function that some builds export; the group handle is its <c>this</c>.
/// </summary>
internal sealed unsafe class MicrotaskQueue
{
    private const string Symbol = "_ZN3JSC2VM15drainMicrotasksEv";
    private readonly delegate* unmanaged[Cdecl]<nint, void> _drain;

    private MicrotaskQueue(nint address) => _drain = (delegate* unmanaged[Cdecl]<nint, void>)address;

    /// <returns>Null when this build does not export the function.</returns>
    public static MicrotaskQueue? Find(nint library) =>
        NativeLibrary.TryGetExport(library, Symbol, out var address) ? new MicrotaskQueue(address) : null;

    /// <summary>Runs all jobs, and those they add. Only from inside a host function, which has given the lock back.</summary>
    public void Drain(nint group, nint context)
    {
        NativeMethods.JSLock(context);
        _drain(group);
        NativeMethods.JSUnlock(context);
    }
}
