using System.Runtime.InteropServices;
using System.Text;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>
/// One global object with the bootstrap in it. Everything that can run a template's code goes through
/// <see cref="Enter"/>: from outside the group only the host function is called, with no argument, and it calls the
/// bootstrap and then runs the promise jobs, so that all of it is one entry with one CPU clock.
/// </summary>
internal sealed unsafe class JavaScriptCoreContext : IDisposable
{
    private const int MaxResultLength = 32 * 1024 * 1024;

    private readonly JavaScriptCoreHeap _heap;
    private readonly HostCalls _host;
    private readonly BootstrapFunctions _functions;
    private readonly nint _hostFunction;
    private readonly SourcePlaces _places;
    private GCHandle _self;

    // The entry that is on the engine.
    private ScriptLimits? _limits;
    private ScriptCall? _call;
    private int _handler;
    private BootstrapEntry? _next;
    private bool _isPending;
    private string? _json;
    private ScriptFailure? _failure;

    /// <param name="heap">The heap that the context is in.</param>
    /// <param name="bootstrap">The heap's prepared bootstrap.</param>
    /// <param name="source">The template that the context is for.</param>
    public JavaScriptCoreContext(JavaScriptCoreHeap heap, nint bootstrap, ScriptSource source)
    {
        _heap = heap;
        _places = new SourcePlaces(source);
        _self = GCHandle.Alloc(this);
        Handle = NativeMethods.JSGlobalContextCreateInGroup(heap.Group, 0);
        _host = new HostCalls(heap, Handle, source);
        _hostFunction = HostFunctionObject.Create(Handle, _self);
        NativeMethods.JSValueProtect(Handle, _hostFunction);
        _functions = new BootstrapFunctions(Handle, bootstrap, _hostFunction, source);
        _host.Functions = _functions;
        var message = NativeText.Create("Code cannot be made from text in a template");
        NativeMethods.JSGlobalContextSetEvalEnabled(Handle, false, message);
        NativeMethods.JSStringRelease(message);
    }

    public nint Handle { get; }

    /// <summary>False once the template was terminated, when its objects may be in any state, or keeps too much.</summary>
    public bool IsUsable { get; private set; } = true;

    public ScriptCompletion Load(IScriptHost host, ScriptLimits limits) =>
        Enter(BootstrapEntry.Load, host, limits, CancellationToken.None);

    public ScriptCompletion Run(int handler, ScriptCall call, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        _handler = handler;
        _call = call;
        return Enter(BootstrapEntry.Run, host, limits, cancellationToken);
    }

    public void Dispose()
    {
        _functions.Release();
        _host.Dispose();
        NativeMethods.JSValueUnprotect(Handle, _hostFunction);
        NativeMethods.JSGlobalContextRelease(Handle);
        _self.Free();
    }

    /// <summary>Called by JavaScript, and by <see cref="Enter"/> with no argument.</summary>
    /// <returns>A value of the context; undefined when <paramref name="exception"/> is set.</returns>
    public nint OnHostCall(ReadOnlySpan<nint> arguments, nint* exception)
    {
        if (!arguments.IsEmpty)
        {
            return _host.Call(arguments, exception);
        }

        try
        {
            if (_next is { } entry)
            {
                _next = null;
                RunEntry(entry);
            }
        }
        catch (Exception fault)
        {
            // No .NET exception may leave a native callback: Enter throws it.
            _host.Fault ??= fault;
        }

        return NativeMethods.JSValueMakeUndefined(Handle);
    }

    private ScriptCompletion Enter(BootstrapEntry entry, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        _host.Host = host;
        _host.Fault = null;
        _limits = limits;
        _json = null;
        _failure = null;
        _isPending = false;
        var guard = _heap.Guard;
        guard.Begin(limits, cancellationToken);
        _heap.Arm(limits.CpuTime < RunGuard.Tick ? RunGuard.ShortTick : RunGuard.Tick);
        try
        {
            CallFromOutside(entry);
            if (_isPending && _heap.Microtasks is null && guard.Stopped is null)
            {
                // JavaScriptCore has run the promise jobs at the end of the first call.
                CallFromOutside(BootstrapEntry.Settle);
            }

            if (guard.Stopped is not null)
            {
                // A termination may be reported late: it then fails the next call, which is this one.
                IsUsable = false;
                CallFromOutside(null);
                return new ScriptCompletion(null, guard.Failure(_places));
            }
        }
        finally
        {
            _heap.Disarm();
            _host.Host = null;
            guard.End();
            _call = null;
        }

        if (_heap.IsOver(limits, Handle))
        {
            IsUsable = false;
        }

        if (_isPending && _failure is null)
        {
            _failure = Failures.Breach(ScriptFailureReason.NeverSettles, limits);
        }

        return _host.Fault is { } fault
            ? throw new InvalidOperationException("A host function failed.", fault)
            : new ScriptCompletion(_json, _failure);
    }

    private void CallFromOutside(BootstrapEntry? entry)
    {
        _next = entry;
        nint ignored;
        NativeMethods.JSObjectCallAsFunction(Handle, _hostFunction, 0, 0, null, &ignored);
        _next = null;
    }

    private void RunEntry(BootstrapEntry entry)
    {
        if (entry == BootstrapEntry.Run)
        {
            Call(
                entry,
                [
                    NativeMethods.JSValueMakeNumber(Handle, _handler),
                    NativeText.ToParsedValue(Handle, _call!.EventJson),
                    NativeText.Parse(Handle, _call.ContextJson),
                    NativeMethods.JSValueMakeNumber(Handle, _limits!.ResultBytes),
                ]);
        }
        else
        {
            Call(entry, []);
        }

        if (_heap.Microtasks is not { } microtasks)
        {
            return;
        }

        // On every path: jobs that stay in the queue would run, without a limit, when the outermost call ends.
        _heap.ArmIfStopped();
        microtasks.Drain(_heap.Group, Handle);
        if (_isPending && _heap.Guard.Stopped is null)
        {
            Call(BootstrapEntry.Settle, []);

            // Writing the result may have run a getter, and that may have added jobs.
            _heap.ArmIfStopped();
            microtasks.Drain(_heap.Group, Handle);
        }

        _heap.ArmIfStopped();
    }

    /// <summary>Calls an entry and takes what it returned or threw as the outcome so far.</summary>
    private void Call(BootstrapEntry entry, ReadOnlySpan<nint> arguments)
    {
        nint exception = 0;
        var result = _functions.Call(entry, arguments, &exception);
        _isPending = false;
        if (exception == 0)
        {
            switch ((NativeType)NativeMethods.JSValueGetType(Handle, result))
            {
                case NativeType.Undefined:
                    return;
                case NativeType.Boolean:
                    _isPending = true;
                    return;
                default:
                    _json = NativeText.Read(Handle, result, MaxResultLength, &exception);
                    break;
            }
        }

        if (_heap.Guard.Stopped is not null)
        {
            return;
        }

        if (exception != 0)
        {
            _failure = _functions.Describe(exception);
        }
        else if (_call is not null && (_json is null || Encoding.UTF8.GetByteCount(_json) > _limits!.ResultBytes))
        {
            _failure = Failures.Breach(ScriptFailureReason.ResultTooLarge, _limits!);
        }
    }
}
