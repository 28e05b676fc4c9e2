using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateWorker.JavaScript.JavaScriptCore.Native;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>The native side of the one function through which JavaScript reaches the host, and the watchdog's callback.</summary>
internal static unsafe class HostFunctionObject
{
    /// <summary>Shows in stacks as the function's name.</summary>
    public const string ClassName = "templateWorkerHost";

    // Class descriptions are per process, immutable and shared by all groups.
    private static readonly Lazy<nint> Class = new(CreateClass);

    /// <summary>A callable object, unprotected, that calls <see cref="JavaScriptCoreContext.OnHostCall"/> of the handle's target.</summary>
    public static nint Create(nint context, GCHandle target) =>
        NativeMethods.JSObjectMake(context, Class.Value, GCHandle.ToIntPtr(target));

    private static nint CreateClass()
    {
        fixed (byte* name = "templateWorkerHost"u8)
        {
            var definition = new NativeClassDefinition
            {
                Attributes = NativeClassDefinition.NoAutomaticPrototype,
                ClassName = name,
                CallAsFunction = &OnCall,
            };
            return NativeMethods.JSClassCreate(&definition);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint OnCall(nint context, nint function, nint thisObject, nuint count, nint* arguments, nint* exception)
    {
        var target = (JavaScriptCoreContext)GCHandle.FromIntPtr(NativeMethods.JSObjectGetPrivate(function)).Target!;
        return target.OnHostCall(new ReadOnlySpan<nint>(arguments, (int)count), exception);
    }
}
