using System.Diagnostics;
using Jint;
using Jint.Runtime;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>
/// The limits of the call that is on one interpreter. The interpreter asks it on the script's own thread, so that CPU time and
/// allocation are those of the call alone, whatever other threads do. Once stopped it stays stopped until the next <see cref="Begin"/>.
/// </summary>
internal sealed class JintGuard : Constraint
{
    /// <summary>The most elements of an array.</summary>
    public const uint MaxArraySize = 10_000_000;

    /// <summary>
    /// How many bytes a call may allocate, for each byte that it may hold, before it is suspected of holding too much. The allocator
    /// counts garbage too, and a script that computes makes many times as much of it as it keeps.
    /// </summary>
    private const int UnsuspiciousPerHeldByte = 4;

    /// <summary>How much the process may grow, by the same measure, before a suspect is taken for the cause although others allocate beside it.</summary>
    private const int UndoubtedPerHeldByte = 8;

    private const uint RoomyStack = 4 * 1024 * 1024;

    // Half of a script thread's. The interpreter's own probe stands at the entry of functions only: generators that delegate to
    // generators go deeper by 20 KiB a level without one, and some statements pass before this guard is asked.
    private const uint DeepStack = 8 * 1024 * 1024;

    private static readonly long LookInterval = Stopwatch.Frequency / 1000;
    private ScriptLimits? _limits;
    private CancellationToken _cancellationToken;
    private long _startedAt;
    private long _lookAt;
    private ThreadClock? _clock;
    private TimeSpan _cpuAtStart;
    private TimeSpan _inHost;
    private long _hostEnteredAt;
    private long _allocatedAtStart;
    private long _heapAtStart;
    private long _allocatedByAllAtStart;
    private TimeSpan _paused;
    private long _suspiciousAt;
    private nuint _stackAtStart;

    /// <summary>Why the call must end; null while it may continue.</summary>
    public ScriptFailureReason? Stopped { get; private set; }

    /// <summary>The calls that the script was in when it was stopped, as <see cref="JintStack"/> reads them; null when that is not known.</summary>
    public string? StoppedIn { get; private set; }

    /// <summary>Without the time in which the script was paused in favour of others.</summary>
    public TimeSpan Wall => Stopwatch.GetElapsedTime(_startedAt) - _paused;

    /// <summary>CPU time of the script's thread; where the system does not tell it, time on the interpreter without host calls.</summary>
    public TimeSpan Cpu => _clock is null ? Wall - _inHost : _clock.Cpu - _cpuAtStart;

    /// <summary>Since the interpreter was made. It cannot have kept more than this, wherever a script hides it.</summary>
    public long Allocated { get; private set; }

    /// <summary>Clocks and the allocator's counter only grow, so looking less often only means seeing a breach later.</summary>
    public override bool IsAmortizable => true;

    /// <summary>What the call itself took: the time in which its thread got no processor is left out.</summary>
    private TimeSpan Taken => _clock is not null && Cpu + _inHost is var taken && taken < Wall ? taken : Wall;

    /// <summary>Whether the call has used little of its thread's stack, of which script threads have 8 MiB or more.</summary>
    public bool HasMuchStack => UsedStack < RoomyStack;

    /// <summary>Set before any code of a template runs.</summary>
    public ScriptErrors? Errors { get; set; }

    private nuint UsedStack => _stackAtStart - CurrentStack();

    public void Begin(ScriptLimits limits, CancellationToken cancellationToken)
    {
        _limits = limits;
        _cancellationToken = cancellationToken;
        Stopped = null;
        StoppedIn = null;
        _inHost = TimeSpan.Zero;
        _paused = TimeSpan.Zero;
        _startedAt = Stopwatch.GetTimestamp();
        _lookAt = _startedAt + LookInterval;
        _clock = ThreadClock.OfCurrent;
        _cpuAtStart = _clock?.Cpu ?? TimeSpan.Zero;
        _allocatedAtStart = GC.GetAllocatedBytesForCurrentThread();
        _heapAtStart = GC.GetTotalMemory(forceFullCollection: false);
        _allocatedByAllAtStart = GC.GetTotalAllocatedBytes();
        _suspiciousAt = _allocatedAtStart + (limits.HeapBytes * UnsuspiciousPerHeldByte);
        _stackAtStart = CurrentStack();
    }

    public void End()
    {
        Allocated += GC.GetAllocatedBytesForCurrentThread() - _allocatedAtStart;
        _limits = null;
    }

    /// <exception cref="JintStoppedException">The call has reached a limit.</exception>
    /// <exception cref="JavaScriptException">It is in too deep a recursion, which the script may catch.</exception>
    public override void Check()
    {
        if (_limits is null)
        {
            return;
        }

        if (Stopped is null)
        {
            Stopped = FindBreach(_limits);
            if (Stopped is not null)
            {
                StoppedIn = Errors?.CurrentCalls();
            }
        }

        if (Stopped is not null)
        {
            throw new JintStoppedException();
        }

        if (UsedStack > DeepStack)
        {
            throw Errors!.Range(ScriptErrors.StackExceeded);
        }
    }

    public override void Reset()
    {
    }

    public void OnHostCallStarted() => _hostEnteredAt = Stopwatch.GetTimestamp();

    /// <exception cref="JintStoppedException">The call has reached its time limit in the host.</exception>
    public void OnHostCallEnded()
    {
        _inHost += Stopwatch.GetElapsedTime(_hostEnteredAt);
        _lookAt = 0;
        Check();
    }

    /// <summary>Ends the call for a reason that was found elsewhere, such as an allocation that the runtime refused.</summary>
    public void Stop(ScriptFailureReason reason) => Stopped ??= reason;

    /// <summary>Looks at the limits when something else ended the call: it may have ended late.</summary>
    public void Look()
    {
        _lookAt = 0;
        Stopped ??= FindBreach(_limits!);
    }

    private static unsafe nuint CurrentStack()
    {
        byte place;
        return (nuint)(&place);
    }

    private ScriptFailureReason? FindBreach(ScriptLimits limits)
    {
        if (GC.GetAllocatedBytesForCurrentThread() > _suspiciousAt && IsHoldingTooMuch(limits))
        {
            return ScriptFailureReason.HeapLimit;
        }

        var now = Stopwatch.GetTimestamp();
        if (now < _lookAt)
        {
            return null;
        }

        _lookAt = now + LookInterval;
        if (limits.Pace is { } pace)
        {
            _paused += pace.Pause();
        }

        return _cancellationToken.IsCancellationRequested ? ScriptFailureReason.Cancelled
            : Cpu > limits.CpuTime ? ScriptFailureReason.CpuLimit
            : Taken > limits.WallTime ? ScriptFailureReason.TimeLimit
            : null;
    }

    /// <summary>
    /// Whether the call holds more than it may: what the process held after its latest collection has grown by more than that, and by more
    /// than other threads can have to do with. Asked only of a call that has allocated several times as much.
    /// </summary>
    private bool IsHoldingTooMuch(ScriptLimits limits)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _suspiciousAt = allocated + limits.HeapBytes;
        var growth = GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes - _heapAtStart;
        var byOthers = GC.GetTotalAllocatedBytes() - _allocatedByAllAtStart - (allocated - _allocatedAtStart);
        return growth - byOthers > limits.HeapBytes || growth > limits.HeapBytes * UndoubtedPerHeldByte;
    }
}
