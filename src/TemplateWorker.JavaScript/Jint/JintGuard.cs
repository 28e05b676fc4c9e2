using System.Diagnostics;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// The limits of the call that is on one interpreter. Jint's own time-out is the only thing that it asks at every
/// statement, and it ends the script for good; so it stays off until this guard, on a timer's thread, finds a breach.
/// </summary>
internal sealed class JintGuard : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan CollectionInterval = TimeSpan.FromMilliseconds(100);
    private readonly ITimer _timer;
    private readonly Action _stop;
    private readonly Lock _lock = new();
    private ScriptLimits? _limits;
    private CancellationToken _cancellationToken;
    private long _startedAt;
    private long _memoryAtStart;
    private long _collectedAt;
    private TimeSpan _inHost;
    private long _hostEnteredAt;
    private ThreadClock? _clock;
    private TimeSpan _cpuAtStart;

    /// <param name="stop">Makes the interpreter throw at its next statement; called on any thread.</param>
    public JintGuard(Action stop)
    {
        _stop = stop;
        _timer = TimeProvider.System.CreateTimer(_ => OnTick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the call must end; null while it may continue.</summary>
    public ScriptFailureReason? Stopped { get; private set; }

    public TimeSpan Wall => Stopwatch.GetElapsedTime(_startedAt);

    /// <summary>CPU time of the script's thread; where the system does not tell it, time on the interpreter without host calls.</summary>
    public TimeSpan Cpu => _clock is null ? Wall - InHost : _clock.Cpu - _cpuAtStart;

    private TimeSpan InHost => _inHost + (_hostEnteredAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_hostEnteredAt));

    /// <summary>What the call itself took: the time in which its thread got no processor is left out.</summary>
    private TimeSpan Taken => _clock is null || Cpu + InHost > Wall ? Wall : Cpu + InHost;

    public void Begin(ScriptLimits limits, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _limits = limits;
            _cancellationToken = cancellationToken;
            _startedAt = Stopwatch.GetTimestamp();
            _clock = ThreadClock.OfCurrent;
            _cpuAtStart = _clock?.Cpu ?? TimeSpan.Zero;
            _memoryAtStart = GC.GetTotalMemory(forceFullCollection: false);
            _inHost = TimeSpan.Zero;
            _hostEnteredAt = 0;
            Stopped = null;
            _timer.Change(Tick, Tick);
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _limits = null;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void OnHostCallStarted()
    {
        lock (_lock)
        {
            _hostEnteredAt = Stopwatch.GetTimestamp();
        }
    }

    public void OnHostCallEnded()
    {
        lock (_lock)
        {
            _inHost += Stopwatch.GetElapsedTime(_hostEnteredAt);
            _hostEnteredAt = 0;
        }

        OnTick();
    }

    public void Dispose() => _timer.Dispose();

    private void OnTick()
    {
        lock (_lock)
        {
            // A late tick of a call that has ended.
            if (_limits is null || Stopped is not null)
            {
                return;
            }

            Stopped = FindBreach(_limits);
            if (Stopped is not null)
            {
                _stop();
            }
        }
    }

    private ScriptFailureReason? FindBreach(ScriptLimits limits)
    {
        if (_cancellationToken.IsCancellationRequested)
        {
            return ScriptFailureReason.Cancelled;
        }

        if (Taken > limits.WallTime)
        {
            return ScriptFailureReason.TimeLimit;
        }

        if (Cpu > limits.CpuTime)
        {
            return ScriptFailureReason.CpuLimit;
        }

        return IsOver(limits) ? ScriptFailureReason.HeapLimit : null;
    }

    /// <summary>The first look counts garbage, too; only when that is too much, a collection is worth its price, and not at every tick.</summary>
    private bool IsOver(ScriptLimits limits)
    {
        if (GC.GetTotalMemory(forceFullCollection: false) - _memoryAtStart <= limits.HeapBytes
            || Stopwatch.GetElapsedTime(_collectedAt) < CollectionInterval)
        {
            return false;
        }

        GC.Collect();
        _collectedAt = Stopwatch.GetTimestamp();
        return GC.GetTotalMemory(forceFullCollection: false) - _memoryAtStart > limits.HeapBytes;
    }
}
