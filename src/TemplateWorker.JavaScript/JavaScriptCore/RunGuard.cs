using System.Diagnostics;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;
using StackFrame = TemplateWorker.JavaScript.Diagnostics.StackFrame;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>
/// The limits of the call that is on the engine, asked by the watchdog at every tick. Once stopped it stays stopped until
/// the next <see cref="Begin"/>. Belongs to the heap's thread.
/// </summary>
internal sealed class RunGuard(JavaScriptCoreEngine engine)
{
    /// <summary>JavaScriptCore aborts, now and then, when the limit is a millisecond or less: its timer races the script's thread.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>The shortest limit ever set; also what the jobs left over from a stopped run may still use.</summary>
    public static readonly TimeSpan ShortTick = TimeSpan.FromMilliseconds(5);

    /// <summary>What a heap, a context or a loaded template adds to the process, garbage included, with room to spare.</summary>
    private const long MadeBytes = 2 << 20;

    private ScriptLimits? _limits;
    private CancellationToken _cancellationToken;
    private ThreadClock? _clock;
    private TimeSpan _cpuAtStart;
    private long _startedAt;
    private ProcessMemory.Usage _memoryAtStart;
    private EngineActivity _activityAtStart;
    private bool _isAcquitted;
    private TimeSpan _inHost;
    private long _hostEnteredAt;

    /// <summary>Why the call must end; null while it may continue.</summary>
    public ScriptFailureReason? Stopped { get; private set; }

    /// <summary>The calls that the script was in when a tick stopped it; empty when that is not known.</summary>
    private IReadOnlyList<StackFrame> StoppedIn { get; set; } = [];

    /// <summary>Whether the call has lasted for a tick.</summary>
    public bool Ticked { get; private set; }

    public TimeSpan Cpu => _clock!.Cpu - _cpuAtStart;

    public TimeSpan Wall => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>What the call itself took: the time in which its thread got no processor is left out.</summary>
    private TimeSpan Taken => Cpu + _inHost is var taken && taken < Wall ? taken : Wall;

    public void Begin(ScriptLimits limits, CancellationToken cancellationToken)
    {
        _limits = limits;
        _cancellationToken = cancellationToken;
        _startedAt = Stopwatch.GetTimestamp();
        _memoryAtStart = engine.Memory.ReadRecent(_startedAt);
        _clock = ThreadClock.OfCurrent;
        _cpuAtStart = _clock!.Cpu;
        Stopped = null;
        StoppedIn = [];
        Ticked = false;
        _isAcquitted = false;
        _inHost = TimeSpan.Zero;
        engine.OnRunStarted();
        _activityAtStart = engine.Activity;
    }

    public void End() => engine.OnRunEnded();

    /// <summary>Looks at every limit.</summary>
    /// <param name="context">The one that is running.</param>
    /// <returns>The CPU time until the next look, or null when the script must be terminated.</returns>
    public TimeSpan? OnTick(nint context)
    {
        Ticked = true;
        var left = _limits!.CpuTime - Cpu;
        if (Stopped is null)
        {
            Stopped = left <= TimeSpan.Zero ? ScriptFailureReason.CpuLimit : FindBreach(context);
            StoppedIn = Stopped is null ? [] : Backtrace.Read(context);
        }

        return Stopped is not null ? null : left < ShortTick ? ShortTick : left < Tick ? left : Tick;
    }

    public void OnHostCallStarted() => _hostEnteredAt = Stopwatch.GetTimestamp();

    /// <summary>Host calls use no CPU time, so no tick interrupts them or follows them: look at the clock after each.</summary>
    /// <param name="context">The one that called.</param>
    public void OnHostCallEnded(nint context)
    {
        _inHost += Stopwatch.GetElapsedTime(_hostEnteredAt);
        if (Stopped is null && Taken > _limits!.WallTime)
        {
            Stopped = ScriptFailureReason.TimeLimit;
            StoppedIn = Backtrace.Read(context);
        }
    }

    /// <summary>The failure of a stopped call.</summary>
    /// <param name="places">Of the template.</param>
    public ScriptFailure Failure(SourcePlaces places) => Failures.Breach(Stopped!.Value, _limits!, StoppedIn, places);

    private ScriptFailureReason? FindBreach(nint context)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            return ScriptFailureReason.Cancelled;
        }

        if (Taken > _limits!.WallTime)
        {
            return ScriptFailureReason.TimeLimit;
        }

        // Heaps and templates that other threads made meanwhile are no growth of this run.
        var activity = engine.Activity;
        var made = (activity.Made - _activityAtStart.Made) * MadeBytes;
        var now = engine.Memory.Read();
        var resident = now.ResidentBytes - _memoryAtStart.ResidentBytes - made;
        var isOver = resident > _limits.HeapBytes
            || now.DataBytes - _memoryAtStart.DataBytes - made > _limits.HeapBytes / 2 * 5;
        var isAlone = activity.Runs == _activityAtStart.Runs && engine.Running < 2;
        return isOver && (isAlone || !IsInnocent(resident, context)) ? ScriptFailureReason.HeapLimit : null;
    }

    /// <summary>
    /// The memory is the process's, so that the growth may be another thread's runs'. Where there were some, a heap that
    /// counts little itself is believed, but only until the process has grown by twice the limit: not all that a script
    /// can make is counted.
    /// </summary>
    private bool IsInnocent(long resident, nint context)
    {
        if (resident > _limits!.HeapBytes * 2)
        {
            return false;
        }

        // Once per run: counting walks the heap.
        _isAcquitted = _isAcquitted || HeapStatistics.ReadBytes(context) < _limits.HeapBytes / 4;
        return _isAcquitted;
    }
}
