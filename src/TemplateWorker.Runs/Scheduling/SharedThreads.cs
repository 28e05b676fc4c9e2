using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Queueing;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// Script threads that share all tenants, for engines whose heaps may be used on any thread. As many turns run at a time as there are
/// slots. A run that has used up its slice is paused on its thread while others wait, and another thread takes over the slot; so a
/// tenant that computes for long delays no one by more than a slice.
/// </summary>
internal sealed class SharedThreads : IScriptThreads, ITurns
{
    /// <summary>How long a turn may keep its slot while others wait.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs that may be paused at a time; each keeps a thread. Beyond it long runs keep their slots.</summary>
    private const int MostPaused = 32;

    /// <summary>Threads beyond the slots and the paused: for those whose slot is taken away, and one that looks for them.</summary>
    private const int Reserve = 4;

    /// <summary>A turn that shows no progress for so long waits for the database or is in one long native call; its slot is given to others.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an idle thread looks for stuck turns while tenants wait.</summary>
    private static readonly TimeSpan BusyPollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an idle thread sleeps while no tenant waits, unless it is woken.</summary>
    private static readonly TimeSpan IdlePollInterval = WarmTenants.SweepInterval;

    private readonly object _gate = new();
    private readonly Lock _warmGate = new();
    private readonly TurnTable<TenantSession> _table;
    private readonly List<SharedThread> _threads = [];
    private readonly Func<int, SharedThreads, SharedThread> _start;
    private readonly WarmTenants _warm;
    private readonly TimeProvider _time;
    private readonly int _most;
    private SharedThread[] _all = [];
    private int _idle;
    private int _pollers;
    private int _paused;
    private int _waiting;
    private bool _stopping;

    /// <param name="slots">How many turns run at a time.</param>
    /// <param name="warm">The tenants that are kept in memory.</param>
    /// <param name="start">Starts a thread of a number.</param>
    /// <param name="time">The clock.</param>
    public SharedThreads(int slots, WarmTenants warm, Func<int, SharedThreads, SharedThread> start, TimeProvider time)
    {
        _table = new TurnTable<TenantSession>(slots);
        _warm = warm;
        _start = start;
        _time = time;
        _most = MostThreads(slots);
        lock (_gate)
        {
            for (var number = 0; number <= slots; number++)
            {
                StartThread();
            }
        }
    }

    public int WarmCount => _warm.Count;

    public IReadOnlyList<CurrentRun> Running => [.. Volatile.Read(ref _all).Select(thread => thread.Running).OfType<CurrentRun>()];

    public bool IsCrowded => Volatile.Read(ref _waiting) > 0;

    /// <summary>How many threads there are at most, by the number of slots.</summary>
    public static int MostThreads(int slots) => slots + MostPaused + Reserve;

    public ITurns TurnsOf(TenantId tenant) => this;

    public void Continue(TenantSession session)
    {
        lock (_gate)
        {
            _table.Add(session, session.IsSlow);
            NoteWaiting();
            Monitor.Pulse(_gate);
        }
    }

    public void EndTurn(TenantSession session)
    {
        if (session.EndTurn())
        {
            Continue(session);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            foreach (var thread in _threads)
            {
                thread.Resume();
            }

            Monitor.PulseAll(_gate);
        }
    }

    public bool Join(TimeSpan each)
    {
        var ended = Volatile.Read(ref _all).Count(thread => thread.Join(each));
        if (ended < _all.Length)
        {
            return false;
        }

        lock (_warmGate)
        {
            _warm.Clear();
        }

        return true;
    }

    /// <summary>Waits for a tenant's turn. The turn has a slot until <see cref="Release"/>.</summary>
    /// <param name="thread">The thread that asks.</param>
    /// <param name="session">The tenant.</param>
    /// <returns>False when the thread must end.</returns>
    public bool TryTake(SharedThread thread, out TenantSession session)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_stopping)
                {
                    session = null!;
                    return false;
                }

                if (_table.TryTake(out session, out var isLong))
                {
                    NoteWaiting();
                    if (session.PausedOn is { } paused)
                    {
                        session.PausedOn = null;
                        _paused--;
                        paused.Resume();
                        continue;
                    }

                    thread.IsLong = isLong;
                    KeepOneIdle();
                    KeepOnePolling();
                    return true;
                }

                WaitForWork();
                FindStuck();
            }

            SweepWhenDue();
        }
    }

    /// <summary>The turn of a thread is over: its slot is free.</summary>
    /// <param name="thread">The thread.</param>
    public void Release(SharedThread thread)
    {
        lock (_gate)
        {
            NoteProgress(thread);
            _table.Release(thread.IsLong);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>A run has used up its slice: pauses it if others are to have its slot.</summary>
    /// <param name="thread">The thread that it is on.</param>
    /// <param name="session">The tenant, to which the slice has been charged.</param>
    /// <returns>Whether the thread must wait until it is resumed.</returns>
    public bool TryPause(SharedThread thread, TenantSession session)
    {
        lock (_gate)
        {
            NoteProgress(thread);
            if (!thread.IsLong)
            {
                thread.IsLong = true;
                _table.NoteLong();
            }

            if (_stopping || _paused >= MostPaused || !_table.MustYield(session.VirtualTime))
            {
                return false;
            }

            _paused++;
            session.PausedOn = thread;
            _table.Release(isLong: true);
            _table.Add(session, isLong: true);
            NoteWaiting();
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Marks a tenant as the most recently used, and evicts others for it.</summary>
    public void Touch(TenantSession session)
    {
        lock (_warmGate)
        {
            _warm.Touch(session);
        }
    }

    private void SweepWhenDue()
    {
        if (_warm.IsSweepDue)
        {
            lock (_warmGate)
            {
                _warm.Sweep();
            }
        }
    }

    // Under the lock, as all below.
    private void WaitForWork()
    {
        _idle++;
        if (_table.Waiting > 0)
        {
            _pollers++;
            Monitor.Wait(_gate, BusyPollInterval);
            _pollers--;
        }
        else
        {
            Monitor.Wait(_gate, IdlePollInterval);
        }

        _idle--;
    }

    private void FindStuck()
    {
        foreach (var thread in _threads)
        {
            if (!thread.IsStuck && thread.ProgressAt is { } progress && _time.GetElapsedTime(progress) > StuckAfter)
            {
                thread.IsStuck = true;
                _table.Stuck++;
            }
        }
    }

    private void NoteProgress(SharedThread thread)
    {
        if (thread.IsStuck)
        {
            thread.IsStuck = false;
            _table.Stuck--;
        }
    }

    /// <summary>One thread always waits: it looks for turns that are stuck, and takes over the slot of one that is paused.</summary>
    private void KeepOneIdle()
    {
        if (_idle == 0 && _threads.Count < _most)
        {
            StartThread();
        }
    }

    /// <summary>While tenants wait, one idle thread looks for stuck turns often; the others sleep.</summary>
    private void KeepOnePolling()
    {
        if (_table.Waiting > 0 && _pollers == 0)
        {
            Monitor.Pulse(_gate);
        }
    }

    private void StartThread()
    {
        _threads.Add(_start(_threads.Count, this));
        Volatile.Write(ref _all, [.. _threads]);
    }

    private void NoteWaiting() => Volatile.Write(ref _waiting, _table.Waiting);
}
