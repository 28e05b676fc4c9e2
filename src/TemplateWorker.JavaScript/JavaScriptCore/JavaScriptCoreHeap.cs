using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>
/// One context group. It stays on its thread: a thread that has ever entered a group is suspended by a signal whenever
/// another thread collects that group's garbage, whatever it does by then.
/// </summary>
internal sealed unsafe class JavaScriptCoreHeap : IScriptHeap
{
    private const int RunsBetweenMeasurements = 256;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly HashSet<JavaScriptCoreTemplate> _templates = [];
    private readonly JavaScriptCoreEngine _engine;
    private readonly nint _bootstrap;
    private GCHandle _self;
    private int _runsUntilMeasured = RunsBetweenMeasurements;
    private bool _disposed;

    public JavaScriptCoreHeap(JavaScriptCoreEngine engine)
    {
        _engine = engine;
        Guard = new RunGuard(engine);
        _self = GCHandle.Alloc(this);
        engine.OnMaking();
        Group = NativeMethods.JSContextGroupCreate();
        _bootstrap = NativeBootstrap.CreateScript(Group);
    }

    public nint Group { get; }

    public RunGuard Guard { get; }

    public MicrotaskQueue? Microtasks => _engine.Microtasks;

    public ScriptFailure? CheckSyntax(ScriptSource source)
    {
        CheckThread();
        using var checker = new SyntaxChecker(Group);
        return SourceCheck.Find(source, checker.Check);
    }

    public ScriptLoadOutcome Load(ScriptSource source, IScriptHost host, ScriptLimits limits)
    {
        CheckThread();
        _engine.OnMaking();
        var context = new JavaScriptCoreContext(this, _bootstrap, source);
        JavaScriptCoreTemplate? template = null;
        try
        {
            var completion = context.Load(host, limits);
            if (completion.Failure is { } failure)
            {
                return new ScriptLoadOutcome.Failed(failure);
            }

            template = new JavaScriptCoreTemplate(this, context, completion.Json!);
        }
        finally
        {
            if (template is null)
            {
                context.Dispose();
            }
        }

        _templates.Add(template);
        return new ScriptLoadOutcome.Loaded(template);
    }

    public void CollectGarbage()
    {
        CheckThread();
        foreach (var template in _templates)
        {
            // The group is collected, through any of its contexts.
            NativeMethods.JSSynchronousGarbageCollectForDebugging(template.Context.Handle);
            return;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        CheckThread();
        foreach (var template in _templates.ToArray())
        {
            template.Dispose();
        }

        _disposed = true;
        NativeMethods.JSScriptRelease(_bootstrap);
        NativeMethods.JSContextGroupRelease(Group);
        _self.Free();
        _engine.OnHeapDisposed();
    }

    /// <summary>
    /// Called after each run. The guard bounds what one run adds; this bounds what a template keeps from run to run. A
    /// measurement takes 0.4 ms, so it follows only runs that lasted, and one in many of the others.
    /// </summary>
    /// <returns>Whether more than the limit is still in use after a collection.</returns>
    public bool IsOver(ScriptLimits limits, nint context)
    {
        if (!Guard.Ticked && --_runsUntilMeasured > 0)
        {
            return false;
        }

        _runsUntilMeasured = RunsBetweenMeasurements;
        if (HeapStatistics.ReadBytes(context) <= limits.HeapBytes)
        {
            return false;
        }

        NativeMethods.JSSynchronousGarbageCollectForDebugging(context);
        return HeapStatistics.ReadBytes(context) > limits.HeapBytes;
    }

    public void Forget(JavaScriptCoreTemplate template) => _templates.Remove(template);

    /// <summary>Sets the CPU time until the watchdog next asks the guard. The timer runs once: it is set again at each tick.</summary>
    public void Arm(TimeSpan limit) =>
        NativeMethods.JSContextGroupSetExecutionTimeLimit(Group, limit.TotalSeconds, &OnTick, GCHandle.ToIntPtr(_self));

    /// <summary>
    /// A terminated script continues when the host function that it called ends in an ordinary error, and so do its promise
    /// jobs: give them a last, short limit.
    /// </summary>
    public void ArmIfStopped()
    {
        if (Guard.Stopped is not null)
        {
            Arm(RunGuard.ShortTick);
        }
    }

    public void Disarm() => NativeMethods.JSContextGroupClearExecutionTimeLimit(Group);

    /// <exception cref="InvalidOperationException">This is another thread than the one that made the heap.</exception>
    public void CheckThread()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A script heap was used on a thread other than the one that created it.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnTick(nint context, nint data)
    {
        try
        {
            var heap = (JavaScriptCoreHeap)GCHandle.FromIntPtr(data).Target!;
            if (heap.Guard.OnTick(context) is not { } next)
            {
                return 1;
            }

            // Last: the time until the return is time in which JavaScriptCore's timer may strike.
            heap.Arm(next);
            return 0;
        }
        catch (Exception)
        {
            // Nothing may leave a native callback. A guard that cannot look (out of memory) ends the script.
            return 1;
        }
    }
}
