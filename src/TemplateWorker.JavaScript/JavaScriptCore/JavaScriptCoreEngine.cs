using System.Diagnostics;
using System.Runtime.InteropServices;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>The system's JavaScriptCore. Its heaps are independent and may live on different threads.</summary>
internal sealed class JavaScriptCoreEngine : IScriptEngine
{
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(2);
    private int _running;
    private long _runs;
    private long _made;
    private long _trimmedAt = Stopwatch.GetTimestamp();

    private JavaScriptCoreEngine(MicrotaskQueue? microtasks)
    {
        Microtasks = microtasks;
    }

    public string Name => "javascriptcore";

    public bool BindsHeapsToThreads => true;

    public bool HasMicrotaskGuard => Microtasks is not null;

    public ProcessMemory Memory { get; } = new();

    /// <summary>How many threads have a script on the engine.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Null: JavaScriptCore runs promise jobs itself, when the outermost call ends.</summary>
    public MicrotaskQueue? Microtasks { get; }

    /// <exception cref="ScriptEngineUnavailableException">The library is missing, or a self-test failed.</exception>
    public static JavaScriptCoreEngine Start(ScriptEngineOptions options)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new ScriptEngineUnavailableException(
                "The JavaScriptCore engine runs on Linux only. Set scripting.engine to jint to run here.");
        }

        // Before the library is loaded: it reads its settings once.
        JavaScriptCoreEnvironment.Apply(options.Jit);
        if (!NativeLibrary.TryLoad(NativeMethods.Library, out var library))
        {
            throw new ScriptEngineUnavailableException(
                $"{NativeMethods.Library} could not be loaded. Install it (Debian and Ubuntu: apt-get install libjavascriptcoregtk-4.1-0), or set scripting.engine to jint.");
        }

        var engine = new JavaScriptCoreEngine(options.MicrotaskGuard ? MicrotaskQueue.Find(library) : null);
        try
        {
            StartTest.Run(engine);
            if (options.ProcessMemoryHeadroomBytes is { } headroom)
            {
                // Now, not before: the first group reserves tens of gigabytes of addresses, which count as data.
                LibC.LimitData(engine.Memory.Read().DataBytes + headroom);
            }

            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public IScriptHeap CreateHeap() => new JavaScriptCoreHeap(this);

    /// <summary>Nothing to do: a parsed form cannot leave its heap.</summary>
    public void KeepParsed(ScriptSource source)
    {
    }

    public void TrimMemory()
    {
        Volatile.Write(ref _trimmedAt, Stopwatch.GetTimestamp());
        _ = LibC.TrimMemory(0);
    }

    /// <summary>What all threads have done so far.</summary>
    public EngineActivity Activity => new(Interlocked.Read(ref _runs), Interlocked.Read(ref _made));

    /// <summary>A heap or a context is about to be made.</summary>
    public void OnMaking() => Interlocked.Increment(ref _made);

    public void OnRunStarted()
    {
        Interlocked.Increment(ref _running);
        Interlocked.Increment(ref _runs);
    }

    public void OnRunEnded() => Interlocked.Decrement(ref _running);

    /// <summary>A heap was disposed: what it held stays with the process until the C library is asked for it.</summary>
    public void OnHeapDisposed()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _trimmedAt)) > TrimInterval)
        {
            TrimMemory();
        }
    }

    /// <summary>The library stays loaded: it cannot be unloaded safely.</summary>
    public void Dispose() => Memory.Dispose();
}
