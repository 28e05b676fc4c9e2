using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Committing;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs;

/// <summary>
/// Everything that runs templates in one worker: tenants' sessions, script threads and the committer. Work comes in
/// here and is answered by the callback it came with, from a script thread or the committer's.
/// </summary>
/// <remarks>
/// Thread-safe. Every accepted call is answered exactly once, unless the process ends first. Deliveries come from the
/// lanes of the worker's slots and are answered to nobody: what becomes of them is in the database.
/// </remarks>
internal sealed class TemplateRuntime : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, TenantSession> _sessions = new();
    private readonly ConcurrentDictionary<ulong, TenantSession> _calls = new();
    private readonly ScriptThreads _threads = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly LaneFeeder _feeder;
    private readonly DeliveryRules _deliveryRules;
    private readonly CallRules _callRules;
    private readonly Task _feeding;
    private readonly ILogger _logger;
    private readonly GroupCommitter _committer;
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
        _committer = new GroupCommitter(parts.Committer, parts.CommitterLogger);
        var handlers = new HandlerRunner(parts.Engine, parts.Stores, parts.ScriptLogs, parts.Time);
        var runner = new TemplateRunner(parts.Engine, parts.Stores, handlers, () => _committer.IsBusy, parts.Time);
        var warm = parts.Warm with { Heaps = Math.Max(1, parts.Warm.Heaps / parts.ScriptThreads) };
        _threads.Start(parts.ScriptThreads, number => new ScriptThread(
            number,
            _threads,
            runner,
            new WarmTenants(warm, _budget, pressure, Retire, parts.Time),
            _committer.Add,
            parts.InFlight,
            parts.Time,
            parts.ThreadLogger));
        _logger = parts.ThreadLogger;
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

    /// <summary>Calls accepted and not answered yet.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Deliveries that have their lane's turn.</summary>
    public int Deliveries => Volatile.Read(ref _deliveries);

    /// <summary>Tenants that hold a heap or cached rows.</summary>
    public int WarmTenants => _threads.All.Sum(thread => thread.WarmCount);

    /// <summary>What is on the engine right now, at most one per script thread. Takes no lock that a script holds.</summary>
    public IReadOnlyList<CurrentRun> Running => [.. _threads.All.Select(thread => thread.Running).OfType<CurrentRun>()];

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

    /// <summary>Asks a call to end; it is answered all the same.</summary>
    public void Cancel(ulong callId)
    {
        if (_calls.TryGetValue(callId, out var session))
        {
            session.Cancel(callId);
        }
    }

    /// <summary>Takes over the complete list of slots whose lanes this worker works on from now on.</summary>
    public void Assign(ulong epoch, IReadOnlyList<SlotFence> slots) => _feeder.Board.Assign(epoch, slots);

    /// <summary>Takes deliveries that were just stored.</summary>
    public void Hand(IReadOnlyList<PushedDelivery> deliveries) => _feeder.Board.Hand(deliveries);

    /// <summary>Something may be new in these slots; in all when none is named.</summary>
    public void Wake(IReadOnlyList<int> slots) => _feeder.Board.Wake(slots);

    /// <summary>The tenant's templates or its ban changed: they are read again before its next run.</summary>
    public void NoteChanged(TenantId tenant)
    {
        _feeder.Board.NoteChanged(tenant);
        if (_sessions.TryGetValue(tenant, out var session))
        {
            session.NoteTemplatesChanged();
        }
    }

    /// <summary>Anything may have changed.</summary>
    public void NoteAllChanged()
    {
        _feeder.Board.NoteAllChanged();
        foreach (var session in _sessions.Values)
        {
            session.NoteTemplatesChanged();
        }
    }

    /// <summary>Ends what the tenant runs and gives back all that is held for it.</summary>
    public void Drop(TenantId tenant)
    {
        if (_sessions.TryGetValue(tenant, out var session))
        {
            session.RequestDrop();
            session.CancelCurrent();
        }
    }

    /// <summary>Accepts nothing more and waits until all calls are answered and the deliveries that run have ended.</summary>
    /// <returns>Whether that was so within the time.</returns>
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

    /// <summary>Ends the script threads, then the committer.</summary>
    public void Dispose()
    {
        _feeder.Board.Stop();
        _stopping.Cancel();
        foreach (var thread in _threads.All)
        {
            thread.Stop();
        }

        var ended = _threads.All.Count(thread => thread.Join(TimeSpan.FromSeconds(1)));
        if (ended == _threads.All.Count)
        {
            _committer.Dispose();
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
            work.Refuse(EventRefusal.QueueFull, $"{_maxOutstanding} calls wait in this worker already.");
            return;
        }

        if (!TryOffer(tenant, work, session => session.Limits.Queue))
        {
            work.Refuse(EventRefusal.QueueFull, $"{_limits.For(tenant).Queue} calls of {tenant} wait already.");
        }
    }

    private void Start(LaneTurn turn)
    {
        Interlocked.Increment(ref _deliveries);
        TryOffer(turn.Delivery.Tenant, new PendingDelivery(turn, _deliveryRules, DeliveryEnded, _logger), _ => int.MaxValue);
    }

    private void DeliveryEnded()
    {
        if (Interlocked.Decrement(ref _deliveries) == 0 && _draining && Outstanding == 0)
        {
            _drained.TrySetResult();
        }
    }

    /// <returns>False when as much waits for the tenant as may.</returns>
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
                // It was retired between the look-up and the offer.
                _sessions.TryRemove(KeyValuePair.Create(tenant, session));
                continue;
            }

            if (isFirst.Value)
            {
                session.Thread.Continue(session);
            }

            return true;
        }
    }

    private TenantSession Open(TenantId tenant) => new(tenant, _limits.For(tenant), _threads.ThreadOf(tenant), _budget, _time);

    private void Retire(TenantSession session)
    {
        if (session.TryRetire())
        {
            _sessions.TryRemove(KeyValuePair.Create(session.Tenant, session));
        }
    }

    /// <summary>After the answer has left: whoever drains closes the way out as soon as nothing is outstanding.</summary>
    private void Answered(ulong callId)
    {
        _calls.TryRemove(callId, out _);
        if (Interlocked.Decrement(ref _outstanding) == 0 && _draining && Deliveries == 0)
        {
            _drained.TrySetResult();
        }
    }
}
