using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Measures;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Rates;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs;

/// <summary>
/// Runs the templates of one worker: tenants' sessions, script threads and committers. Each piece of work is
/// answered through the callback it came with, on a script thread or a committer's thread.
/// </summary>
/// <remarks>
/// Thread-safe. Every accepted call is answered exactly once, unless the process ends first. Deliveries come from the
/// lanes of the worker's slots and have no callback: their outcome is in the database.
/// </remarks>
internal sealed class TemplateRuntime : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, TenantSession> _sessions = new();
    private readonly ConcurrentDictionary<ulong, TenantSession> _calls = new();
    private readonly IScriptThreads _threads;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LaneFeeder _feeder;
    private readonly DeliveryRules _deliveryRules;
    private readonly CallRules _callRules;
    private readonly Task _feeding;
    private readonly GivenUpLog _givenUp;
    private readonly ILogger _logger;
    private readonly DeliveryWatch _watch;
    private readonly Committers _committers;
    private readonly RunRates _rates;
    private readonly LimitOptions _limits;
    private readonly KeyCacheBudget _budget;
    private readonly int _maxOutstanding;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding;
    private int _deliveries;
    private volatile bool _draining;

    public TemplateRuntime(TemplateRuntimeParts parts)
    {
        _limits = parts.Limits;
        _maxOutstanding = parts.MaxOutstanding;
        _time = parts.Time;
        _budget = new KeyCacheBudget(parts.CacheBytes);
        var pressure = new MemoryPressure(parts.MemoryBytes);
        var warnings = new QuotaWarnings(parts.Time, parts.QuotaLogger);
        _watch = new DeliveryWatch(parts.DeliveriesSettled);
        _committers = new Committers(
            parts.Committer,
            parts.BigCommitter,
            new CommitterParts(() => parts.Stores.Losses, parts.ActionsSent, _watch, Measures, parts.Time, warnings, parts.CommitterLogger));
        var handlers = new HandlerRunner(parts.Engine, parts.Stores, parts.ScriptLogs, Measures, parts.Time);
        var runner = new TemplateRunner(parts.Engine, parts.Stores, handlers, () => _committers.IsBusy, parts.Time, parts.ThreadLogger);
        _threads = parts.Engine.BindsHeapsToThreads ? StartPinned(parts, runner, pressure) : StartShared(parts, runner, pressure);
        _logger = parts.ThreadLogger;
        _rates = new RunRates(parts.Time, _logger);
        _givenUp = new GivenUpLog(parts.Time, _logger);
        _feeder = new LaneFeeder(
            new LaneFeederParts
            {
                Feed = parts.Feed,
                MaxBytes = parts.LaneBytes,
                BoundMoved = parts.BoundMoved,
                Released = parts.SlotsReleased,
                Broken = parts.Broken,
                Logger = parts.FeederLogger,
                Time = parts.Time,
            },
            Start);
        _deliveryRules = new DeliveryRules(parts.WorkerName, Random.Shared.NextDouble);
        _callRules = new CallRules(_feeder.Board, _deliveryRules, parts.RecordsAllCalls);
        _feeding = _feeder.RunAsync(_stopping.Token);
    }

    /// <summary>Calls accepted but not answered yet.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Deliveries that hold their lane's turn.</summary>
    public int Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>How often a lane was found standing still, and was read again, since the start.</summary>
    public long StalledLanes => _feeder.Stalled;

    /// <summary>Whether it tells which deliveries its commits have settled.</summary>
    public bool TellsSettled
    {
        get => _watch.IsOn;
        set => _watch.IsOn = value;
    }

    /// <summary>What was run and committed since the start.</summary>
    public RunMeasures Measures { get; } = new();

    /// <summary>The tenants that are held back by a rate. Waits for a lock, but not for long.</summary>
    public HeldTenants Held => _rates.Held;

    /// <summary>The tenants that used the most thread time in the last minute. Waits for a lock, but not for long.</summary>
    public IReadOnlyList<TenantTime> Busiest => _rates.Busiest;

    /// <summary>Tenants with a heap or cached rows in memory.</summary>
    public int WarmTenants => _threads.WarmCount;

    /// <summary>The runs on the engine, paused ones included. Takes no lock that a script thread holds.</summary>
    public IReadOnlyList<CurrentRun> Running => _threads.Running;

    /// <summary>Runs an event; <paramref name="finished"/> is called once, also when it is refused.</summary>
    public void Submit(EventCall call, Action<EventOutcome> finished)
    {
        var deadline = _time.GetTimestamp() + (long)(call.TimeLeft.TotalSeconds * _time.TimestampFrequency);
        Submit(call.Tenant, new PendingEvent(call, deadline, _callRules, outcome =>
        {
            finished(outcome);
            Answered(call.CallId);
        }));
    }

    /// <summary>Checks a template before it is published; <paramref name="finished"/> is called once.</summary>
    public void Check(ulong callId, TenantId tenant, ScriptSource source, Action<CheckOutcome> finished) =>
        Submit(tenant, new PendingCheck(callId, source, outcome =>
        {
            finished(outcome);
            Answered(callId);
        }));

    /// <summary>Asks a call to end; it is still answered.</summary>
    public void Cancel(ulong callId)
    {
        if (_calls.TryGetValue(callId, out var session))
        {
            session.Cancel(callId);
        }
    }

    /// <summary>Sets the complete list of slots whose lanes this worker processes from now on.</summary>
    public void Assign(ulong epoch, IReadOnlyList<SlotFence> slots) => _feeder.Board.Assign(epoch, slots);

    /// <summary>Takes deliveries that a supervisor has just stored.</summary>
    public void Hand(IReadOnlyList<PushedDelivery> deliveries) => _feeder.Board.Hand(deliveries);

    /// <summary>Reads these slots again, or all slots when the list is empty.</summary>
    public void Wake(IReadOnlyList<int> slots) => _feeder.Board.Wake(slots);

    /// <summary>Reads the tenant's templates and ban again before its next run.</summary>
    public void NoteChanged(TenantId tenant)
    {
        _feeder.Board.NoteChanged(tenant);
        if (_sessions.TryGetValue(tenant, out var session))
        {
            session.NoteTemplatesChanged();
        }
    }

    /// <summary>Reads the templates and bans of all tenants again before their next runs.</summary>
    public void NoteAllChanged()
    {
        _feeder.Board.NoteAllChanged();
        foreach (var session in _sessions.Values)
        {
            session.NoteTemplatesChanged();
        }
    }

    /// <summary>Cancels the tenant's current run and drops everything held in memory for it.</summary>
    public void Drop(TenantId tenant)
    {
        if (_sessions.TryGetValue(tenant, out var session))
        {
            session.RequestDrop();
            session.CancelCurrent();
        }
    }

    /// <summary>Refuses new work and waits until all calls are answered and all running deliveries have ended.</summary>
    /// <returns>Whether that happened within the timeout.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _draining = true;
        _feeder.Board.Stop();
        if (Outstanding + Deliveries == 0)
        {
            return true;
        }

        try
        {
            await _drained.Task.WaitAsync(timeout, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Stops the script threads, then the committers. Waits up to one second for each thread.</summary>
    public void Dispose()
    {
        _feeder.Board.Stop();
        _stopping.Cancel();
        _threads.Stop();
        if (_threads.Join(TimeSpan.FromSeconds(1)))
        {
            _committers.Dispose();
        }

        _ = EndFeedingAsync();
    }

    private async Task EndFeedingAsync()
    {
        await _feeding.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _feeder.Dispose();
        _stopping.Dispose();
    }

    private void Submit(TenantId tenant, TenantWork work)
    {
        Interlocked.Increment(ref _outstanding);
        if (_draining)
        {
            work.Refuse(EventRefusal.Draining, "The worker is stopping.");
            return;
        }

        if (Outstanding > _maxOutstanding)
        {
            work.Refuse(EventRefusal.QueueFull, $"The worker's queue is full: {_maxOutstanding} calls are outstanding.");
            return;
        }

        if (!TryOffer(tenant, work, session => session.Limits.Queue))
        {
            work.Refuse(EventRefusal.QueueFull, $"The queue of {tenant} is full: {_limits.For(tenant).Queue} calls are waiting.");
        }
    }

    private void Start(LaneTurn turn)
    {
        Interlocked.Increment(ref _deliveries);
        TryOffer(turn.Delivery.Tenant, new PendingDelivery(turn, _deliveryRules, DeliveryEnded, _givenUp, _logger), _ => int.MaxValue);
    }

    private void DeliveryEnded()
    {
        if (Interlocked.Decrement(ref _deliveries) == 0 && _draining && Outstanding == 0)
        {
            _drained.TrySetResult();
        }
    }

    /// <returns>False when the tenant's queue is full.</returns>
    private bool TryOffer(TenantId tenant, TenantWork work, Func<TenantSession, int> limit)
    {
        while (true)
        {
            var session = _sessions.GetOrAdd(tenant, Open);
            if (work is not PendingDelivery)
            {
                _calls[work.CallId] = session;
            }

            var isFirst = session.Offer(work, limit(session), out var isFull);
            if (isFull)
            {
                return false;
            }

            if (isFirst is null)
            {
                // The session was retired between the look-up and the offer.
                _sessions.TryRemove(KeyValuePair.Create(tenant, session));
                continue;
            }

            if (isFirst.Value)
            {
                session.Turns.Continue(session);
            }

            return true;
        }
    }

    private TenantSession Open(TenantId tenant)
    {
        var limits = _limits.For(tenant);
        return new TenantSession(tenant, limits, new TenantBill(tenant, limits.Rates, _rates), _threads.TurnsOf(tenant), _budget, _time);
    }

    /// <returns>False when work waits for the tenant.</returns>
    private bool Retire(IWarmTenant tenant)
    {
        var session = (TenantSession)tenant;
        if (!session.TryRetire())
        {
            return false;
        }

        _sessions.TryRemove(KeyValuePair.Create(session.Tenant, session));
        return true;
    }

    private SharedThreads StartShared(TemplateRuntimeParts parts, TemplateRunner runner, MemoryPressure pressure) => new(
        parts.ScriptThreads,
        new WarmTenants(parts.Warm, _budget, pressure, Retire, parts.Time),
        (number, threads) => new SharedThread(number, threads, runner, _committers.Add, parts.InFlight, parts.Time),
        parts.Time);

    private ScriptThreads StartPinned(TemplateRuntimeParts parts, TemplateRunner runner, MemoryPressure pressure)
    {
        var warm = parts.Warm with { Heaps = Math.Max(1, parts.Warm.Heaps / parts.ScriptThreads) };
        var threads = new ScriptThreads();
        threads.Start(parts.ScriptThreads, number => new ScriptThread(
            number,
            threads,
            runner,
            new WarmTenants(warm, _budget, pressure, Retire, parts.Time),
            _committers.Add,
            parts.InFlight,
            parts.Time));
        return threads;
    }

    /// <summary>Called after the answer was sent, because draining closes the connection once nothing is outstanding.</summary>
    private void Answered(ulong callId)
    {
        _calls.TryRemove(callId, out _);
        if (Interlocked.Decrement(ref _outstanding) == 0 && _draining && Deliveries == 0)
        {
            _drained.TrySetResult();
        }
    }
}
