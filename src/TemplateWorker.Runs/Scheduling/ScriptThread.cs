using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Queueing;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// A dedicated thread that runs templates. A tenant stays on its script thread while it is warm, because a heap must stay
/// on the thread that created it; only a tenant that would wait behind a long run moves, and leaves its heap behind.
/// </summary>
/// <remarks>
/// Dedicated and long-lived, because JavaScriptCore registers every thread that enters a heap and suspends it by
/// signal while it collects (docs/adr/0004). Tenants move away only while the thread is inside a run, and it
/// learns about them before it touches any other tenant: so two threads never touch the same tenant.
/// </remarks>
internal sealed class ScriptThread : ITurns, ITurnThread
{
    /// <summary>Bytes of stack. JavaScriptCore stops recursion at 5 MB; the rest is for host functions.</summary>
    public const int StackBytes = 16 * 1024 * 1024;

    /// <summary>A longer run blocks the thread, and its other tenants may move. Long enough that a slow database does not make tenants move.</summary>
    private static readonly TimeSpan BlockedAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an idle thread checks for blocked threads while tenants wait.</summary>
    private static readonly TimeSpan BusyPollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an idle thread sleeps while no tenant waits, unless it is woken.</summary>
    private static readonly TimeSpan IdlePollInterval = WarmTenants.SweepInterval;

    private readonly int _number;
    private readonly ScriptThreads _threads;
    private readonly IInFlightRecorder _inFlight;
    private readonly TemplateRunner _runner;
    private readonly WarmTenants _warm;
    private readonly Action<CommitRequest> _commit;
    private readonly TimeProvider _time;
    private readonly object _gate = new();
    private readonly FairQueue<TenantSession> _runnable = new();
    private readonly List<(TenantSession Session, TenantHeap? Heap)> _movedAway = [];
    private readonly Thread _thread;
    private EngineUse? _current;
    private long _takenAt;
    private int _waiting;
    private bool _isIdle;
    private bool _sleepsLong;
    private bool _stopping;

    public ScriptThread(
        int number,
        ScriptThreads threads,
        TemplateRunner runner,
        WarmTenants warm,
        Action<CommitRequest> commit,
        IInFlightRecorder inFlight,
        TimeProvider time)
    {
        _number = number;
        _inFlight = inFlight;
        _threads = threads;
        _runner = runner;
        _warm = warm;
        _commit = commit;
        _time = time;
        _thread = new Thread(Run, StackBytes) { Name = $"script-{number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The number of warm tenants.</summary>
    public int WarmCount => _warm.Count;

    /// <summary>The current run, or null. Takes no lock, so it can be read while a script hangs.</summary>
    public CurrentRun? Running => Volatile.Read(ref _current)?.ToRun(_time, TimeSpan.Zero);

    /// <summary>Whether a long run blocks its other tenants.</summary>
    public bool IsBlocked => Volatile.Read(ref _current) is { } current && _time.GetElapsedTime(current.Since) > BlockedAfter;

    /// <summary>Whether tenants wait for this thread. Takes no lock.</summary>
    public bool IsCrowded => Volatile.Read(ref _waiting) > 0;

    /// <summary>Queues a tenant for its first turn, or for the next one of the same work. Called by the thread that holds the tenant's turn.</summary>
    public void Continue(TenantSession session) => Continue(session, lag: null);

    /// <param name="session">The tenant.</param>
    /// <param name="lag">Of a tenant that comes from another thread: its lag there.</param>
    private void Continue(TenantSession session, long? lag)
    {
        ScriptThread? free = null;
        var mustWait = false;
        lock (_gate)
        {
            if (IsBlocked && (free = _threads.FindUnblocked(this)) is not null)
            {
                _movedAway.Add((session, session.MoveTo(free)));
                lag ??= _runnable.LagOf(session);
            }
            else
            {
                if (lag is { } carried)
                {
                    _runnable.Add(session, carried);
                }
                else
                {
                    _runnable.Add(session);
                }

                NoteWaiting();
                mustWait = !_isIdle || _runnable.Count > 1;
                Monitor.Pulse(_gate);
            }
        }

        free?.Continue(session, lag);
        if (mustWait)
        {
            _threads.WakeOthers(this);
        }
    }

    /// <summary>Wakes the thread from a long sleep, because a tenant waits for another thread.</summary>
    public void WakeUp()
    {
        if (Volatile.Read(ref _sleepsLong))
        {
            lock (_gate)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Removes the tenant's finished work and continues with the next. Called by the thread that holds the tenant's turn.</summary>
    public void EndTurn(TenantSession session)
    {
        if (session.EndTurn())
        {
            Continue(session);
        }
    }

    /// <summary>If a long run blocks this thread, moves its waiting tenants to an idle one.</summary>
    public void MoveWaitingTo(ScriptThread idle)
    {
        var moved = new List<(TenantSession Session, long Lag)>();
        lock (_gate)
        {
            while (IsBlocked && _runnable.TryRemove(out var session, out var lag))
            {
                _movedAway.Add((session, session.MoveTo(idle)));
                moved.Add((session, lag));
            }

            NoteWaiting();
        }

        moved.ForEach(place => idle.Continue(place.Session, place.Lag));
    }

    /// <summary>Stops the thread after the current turn. What still waits is not answered.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until the thread has ended.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    public void Touch(TenantSession session) => _warm.Touch(session);

    public TimeSpan TakeUsed()
    {
        var now = _time.GetTimestamp();
        var used = _time.GetElapsedTime(_takenAt, now);
        _takenAt = now;
        return used;
    }

    public void SetCurrent(EngineUse? use)
    {
        _inFlight.Note(_number, use);

        // Under the lock, so that no tenant moves away once the run is over.
        lock (_gate)
        {
            Volatile.Write(ref _current, use);
        }
    }

    private void Run()
    {
        while (TryTake(out var session))
        {
            RemoveMoved();
            if (_warm.IsSweepDue)
            {
                _warm.Sweep();
            }

            if (session is not null)
            {
                TakeTurn(session);
            }
            else
            {
                _threads.RelieveBlocked(this);
            }
        }

        RemoveMoved();
        _warm.Clear();
    }

    /// <returns>False to stop; a null session when it is time to check for blocked threads.</returns>
    private bool TryTake(out TenantSession? session)
    {
        lock (_gate)
        {
            if (!_stopping && _runnable.Count == 0)
            {
                _isIdle = true;
                Monitor.Wait(_gate, MaySleepLong() ? IdlePollInterval : BusyPollInterval);
                _isIdle = false;
                Volatile.Write(ref _sleepsLong, false);
            }

            _ = _runnable.TryTake(out session);
            NoteWaiting();
            return !_stopping;
        }
    }

    // The flag is set before the check, and a waiting tenant is counted before it wakes threads: so one side always sees the other.
    private bool MaySleepLong()
    {
        Volatile.Write(ref _sleepsLong, true);
        Interlocked.MemoryBarrier();
        var maySleepLong = !_threads.IsCrowded;
        Volatile.Write(ref _sleepsLong, maySleepLong);
        return maySleepLong;
    }

    private void NoteWaiting() => Interlocked.Exchange(ref _waiting, _runnable.Count);

    private void RemoveMoved()
    {
        (TenantSession Session, TenantHeap? Heap)[] movedAway;
        lock (_gate)
        {
            if (_movedAway.Count == 0)
            {
                return;
            }

            movedAway = [.. _movedAway];
            _movedAway.Clear();
        }

        foreach (var (session, heap) in movedAway)
        {
            _warm.Leave(session);
            heap?.Dispose();
        }
    }

    private void TakeTurn(TenantSession session)
    {
        var started = _time.GetTimestamp();
        _takenAt = started;
        var result = _runner.TakeTurn(session, this);
        session.VirtualTime += _time.GetElapsedTime(started).Ticks;
        result.Settle(session, this, _commit);
    }
}
