using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// A dedicated thread that runs templates. A tenant stays on its script thread while it is warm, since a heap must stay
/// on the thread that made it; only a tenant that would wait behind a long run moves on, and leaves its heap behind.
/// </summary>
/// <remarks>
/// Dedicated and long-lived, because JavaScriptCore registers every thread that enters a heap and suspends it by
/// signal while it collects (docs/adr/0004). Tenants leave only while the thread is inside a run, and it
/// learns of them before it touches any other tenant: so a tenant is never touched by two threads.
/// </remarks>
internal sealed partial class ScriptThread
{
    /// <summary>JavaScriptCore stops recursion at 5 MB; what is above is for host functions.</summary>
    public const int StackBytes = 16 * 1024 * 1024;

    /// <summary>A run this long holds the thread up, and others need not wait for it. Long enough that a slow database is no reason to move.</summary>
    private static readonly TimeSpan BlockedAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a thread without work looks whether another one is held up, while tenants wait for one.</summary>
    private static readonly TimeSpan BusyPollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a thread sleeps while nobody waits for any, unless it is roused.</summary>
    private static readonly TimeSpan IdlePollInterval = WarmTenants.SweepInterval;

    private readonly int _number;
    private readonly ScriptThreads _threads;
    private readonly IInFlightRecorder _inFlight;
    private readonly TemplateRunner _runner;
    private readonly WarmTenants _warm;
    private readonly Action<CommitRequest> _commit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly FairQueue<TenantSession> _runnable = new();
    private readonly List<(TenantSession Session, TenantHeap? Heap)> _movedAway = [];
    private readonly TemplateRunner.SetCurrent _setCurrent;
    private readonly Thread _thread;
    private EngineUse? _current;
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
        TimeProvider time,
        ILogger<ScriptThread> logger)
    {
        _number = number;
        _inFlight = inFlight;
        _threads = threads;
        _runner = runner;
        _warm = warm;
        _commit = commit;
        _time = time;
        _logger = logger;
        _setCurrent = SetCurrent;
        _thread = new Thread(Run, StackBytes) { Name = $"script-{number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many tenants it keeps warm.</summary>
    public int WarmCount => _warm.Count;

    /// <summary>What it is running, or null. Takes no lock, so it answers also while a script hangs.</summary>
    public CurrentRun? Running
    {
        get
        {
            var current = Volatile.Read(ref _current);
            return current is null
                ? null
                : new CurrentRun(current.CallId, current.Tenant, current.Template, _time.GetElapsedTime(current.Since))
                {
                    Delivery = current.Delivery,
                };
        }
    }

    /// <summary>Whether a long run keeps it from its other tenants.</summary>
    public bool IsBlocked => Volatile.Read(ref _current) is { } current && _time.GetElapsedTime(current.Since) > BlockedAfter;

    /// <summary>Whether tenants wait for it. Takes no lock.</summary>
    public bool IsCrowded => Volatile.Read(ref _waiting) > 0;

    /// <summary>Gives a tenant its first turn, or the next one of the same work. From any thread that has the tenant's turn.</summary>
    public void Continue(TenantSession session)
    {
        ScriptThread? free = null;
        var mustWait = false;
        lock (_gate)
        {
            if (IsBlocked && (free = _threads.FindUnblocked(this)) is not null)
            {
                _movedAway.Add((session, session.MoveTo(free)));
            }
            else
            {
                _runnable.Add(session);
                NoteWaiting();
                mustWait = !_isIdle || _runnable.Count > 1;
                Monitor.Pulse(_gate);
            }
        }

        free?.Continue(session);
        if (mustWait)
        {
            _threads.WakeOthers(this);
        }
    }

    /// <summary>Somebody waits for another thread, which may come to be held up.</summary>
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

    /// <summary>The tenant's work was answered: takes it out, and goes on with what waits behind it. From any thread that has the turn.</summary>
    public void EndTurn(TenantSession session)
    {
        if (session.EndTurn())
        {
            Continue(session);
        }
    }

    /// <summary>If a long run holds this thread up, its waiting tenants move to one that has nothing to do.</summary>
    public void MoveWaitingTo(ScriptThread idle)
    {
        var moved = new List<TenantSession>();
        lock (_gate)
        {
            while (IsBlocked && _runnable.TryTake(out var session))
            {
                _movedAway.Add((session, session.MoveTo(idle)));
                moved.Add(session);
            }

            NoteWaiting();
        }

        moved.ForEach(idle.Continue);
    }

    /// <summary>Ends the thread after the turn it is in; what still waits is left to its caller's deadline.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for the thread's end.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

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

    /// <returns>False to end; a null session when it is time to look around.</returns>
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

    // Said before it looks, as who comes to wait says so before it rouses: one of the two sees the other.
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
        try
        {
            session.ApplyRequests();
            _warm.Touch(session);
            switch (_runner.TakeTurn(session, _setCurrent))
            {
                case TurnResult.Answered:
                    EndTurn(session);
                    break;
                case TurnResult.Commit commit:
                    _commit(commit.Request);
                    break;
                case TurnResult.Continue:
                    Continue(session);
                    break;
            }
        }
        catch (Exception fault)
        {
            // The script boundary: what gets here is a fault of ours, and costs the tenant's call, not the worker.
            Log.TurnFailed(_logger, fault, session.Tenant);
            session.Forget();
            session.Current.Refuse(EventRefusal.StorageUnavailable, "The worker failed inside; its log has the details.");
            EndTurn(session);
        }
    }

    private void SetCurrent(TenantSession? session, string template)
    {
        var work = session?.Current;
        var delivery = (work as PendingRun)?.Delivery;
        var current = session is null ? null : new EngineUse(work!.CallId, session.Tenant, template, _time.GetTimestamp(), delivery?.Id);
        if (delivery is null)
        {
            _inFlight.Leave(_number);
        }
        else
        {
            _inFlight.Enter(_number, session!.Tenant.Slot, delivery.Id, delivery.Attempt);
        }

        // Under the lock, so that no tenant leaves once the run is over.
        lock (_gate)
        {
            Volatile.Write(ref _current, current);
        }
    }

    private sealed record EngineUse(ulong CallId, TenantId Tenant, string Template, long Since, long? Delivery);
}
