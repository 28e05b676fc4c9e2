using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.InFlight;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>One of the <see cref="SharedThreads"/>. A run stays on its thread until it ends, paused or not.</summary>
internal sealed class SharedThread : ITurnThread, IScriptPace
{
    private readonly int _number;
    private readonly SharedThreads _threads;
    private readonly TemplateRunner _runner;
    private readonly Action<CommitRequest> _commit;
    private readonly IInFlightRecorder _inFlight;
    private readonly TimeProvider _time;
    private readonly object _resuming = new();
    private readonly Thread _thread;
    private TenantSession? _session;
    private EngineUse? _current;
    private long _sliceStart;
    private long _progressAt;
    private long _pausedAt;
    private long _pausedTicks;
    private TimeSpan _used;
    private TimeSpan _taken;
    private bool _isResumed;

    public SharedThread(
        int number,
        SharedThreads threads,
        TemplateRunner runner,
        Action<CommitRequest> commit,
        IInFlightRecorder inFlight,
        TimeProvider time)
    {
        _number = number;
        _threads = threads;
        _runner = runner;
        _commit = commit;
        _inFlight = inFlight;
        _time = time;
        _thread = new Thread(Run, ScriptThread.StackBytes) { Name = $"script-{number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether its turn counts as a long one. Guarded by the lock of <see cref="SharedThreads"/>.</summary>
    public bool IsLong { get; set; }

    /// <summary>Whether its slot was given to others because it shows no progress. Guarded like <see cref="IsLong"/>.</summary>
    public bool IsStuck { get; set; }

    /// <summary>When the turn last showed that it is alive; null while there is none, or it is paused.</summary>
    public long? ProgressAt => Volatile.Read(ref _progressAt) is var at and not 0 ? at : null;

    /// <summary>The current run, or null. Takes no lock, so it can be read while a script hangs.</summary>
    public CurrentRun? Running => Volatile.Read(ref _current)?.ToRun(_time, Paused);

    private TimeSpan Paused =>
        new TimeSpan(Interlocked.Read(ref _pausedTicks))
        + (Interlocked.Read(ref _pausedAt) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero);

    /// <summary>Lets a paused run continue, or ends the waiting when the threads stop.</summary>
    public void Resume()
    {
        lock (_resuming)
        {
            _isResumed = true;
            Monitor.Pulse(_resuming);
        }
    }

    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    public void Touch(TenantSession session) => _threads.Touch(session);

    public TimeSpan TakeUsed()
    {
        var used = _used + _time.GetElapsedTime(_sliceStart) - _taken;
        _taken += used;
        return used;
    }

    public void SetCurrent(EngineUse? use)
    {
        Interlocked.Exchange(ref _pausedTicks, 0);
        _inFlight.Note(_number, use);
        Volatile.Write(ref _current, use);
    }

    /// <summary>Asked by the engine in the middle of a run.</summary>
    public TimeSpan Pause()
    {
        var now = _time.GetTimestamp();
        Volatile.Write(ref _progressAt, now);
        if (_session is not { } session || _time.GetElapsedTime(_sliceStart, now) < SharedThreads.Slice)
        {
            return TimeSpan.Zero;
        }

        Charge(session, now);
        if (!_threads.TryPause(this, session))
        {
            return TimeSpan.Zero;
        }

        session.WasPaused = true;
        Volatile.Write(ref _progressAt, 0);
        Interlocked.Exchange(ref _pausedAt, now);
        WaitUntilResumed();
        _sliceStart = _time.GetTimestamp();
        var paused = _time.GetElapsedTime(now, _sliceStart);
        Interlocked.Exchange(ref _pausedAt, 0);
        Interlocked.Add(ref _pausedTicks, paused.Ticks);
        Volatile.Write(ref _progressAt, _sliceStart);
        return paused;
    }

    private void WaitUntilResumed()
    {
        lock (_resuming)
        {
            while (!_isResumed)
            {
                Monitor.Wait(_resuming);
            }

            _isResumed = false;
        }
    }

    private void Run()
    {
        while (_threads.TryTake(this, out var session))
        {
            TakeTurn(session);
        }
    }

    private void TakeTurn(TenantSession session)
    {
        _session = session;
        _used = _taken = TimeSpan.Zero;
        _sliceStart = _time.GetTimestamp();
        Volatile.Write(ref _progressAt, _sliceStart);
        session.Pace = this;
        session.WasPaused = false;
        var result = _runner.TakeTurn(session, this);
        session.Pace = null;
        Charge(session, _time.GetTimestamp());
        session.IsSlow = _used > SharedThreads.Slice;
        _session = null;
        Volatile.Write(ref _progressAt, 0);
        _threads.Release(this);
        result.Settle(session, _threads, _commit);
    }

    /// <summary>Puts the time since the slice began on the tenant's bill: computing and waiting for the database.</summary>
    private void Charge(TenantSession session, long now)
    {
        var used = _time.GetElapsedTime(_sliceStart, now);
        _sliceStart = now;
        _used += used;
        session.VirtualTime += used.Ticks;
    }
}
