using System.Collections.Concurrent;
using TemplateWorker.Configuration.Options;
using TemplateWorker.JavaScript;
using TemplateWorker.Templates.Scheduling;
using TemplateWorker.Templates.Transactions;

namespace TemplateWorker.Templates;

/// <summary>
/// Everything that runs templates in one worker: tenants' sessions, script threads and the committer. Work comes in
/// here and is answered by the callback it came with, from a script thread or the committer's.
/// </summary>
/// <remarks>Thread-safe. Every accepted call is answered exactly once, unless the process ends first.</remarks>
internal sealed class TemplateRuntime : IDisposable
{
    private readonly ConcurrentDictionary<TenantId, TenantSession> _sessions = new();
    private readonly ConcurrentDictionary<ulong, TenantSession> _calls = new();
    private readonly ScriptCrew _crew = new();
    private readonly GroupCommitter _committer;
    private readonly LimitOptions _limits;
    private readonly KeyCacheBudget _budget;
    private readonly int _maxOutstanding;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outstanding;
    private volatile bool _draining;

    public TemplateRuntime(TemplateRuntimeParts parts)
    {
        _limits = parts.Limits;
        _maxOutstanding = parts.MaxOutstanding;
        _time = parts.Time;
        _budget = new KeyCacheBudget(parts.CacheBytes);
        var pressure = new MemoryPressure(parts.MemoryBytes);
        _committer = new GroupCommitter(parts.Committer, parts.CommitterLogger);
        var runner = new TemplateRunner(parts.Engine, parts.Stores, parts.ScriptLogs, parts.Time);
        var warm = parts.Warm with { Heaps = Math.Max(1, parts.Warm.Heaps / parts.ScriptThreads) };
        _crew.Start(parts.ScriptThreads, number => new ScriptThread(
            number,
            _crew,
            runner,
            new WarmTenants(warm, _budget, pressure, Retire, parts.Time),
            _committer.Add,
            parts.Time,
            parts.ThreadLogger));
    }

    /// <summary>Calls accepted and not answered yet.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>Tenants that hold a heap or cached rows.</summary>
    public int WarmTenants => _crew.Threads.Sum(thread => thread.WarmCount);

    /// <summary>What is on the engine right now, at most one per script thread. Takes no lock that a script holds.</summary>
    public IReadOnlyList<RunningRun> Running => [.. _crew.Threads.Select(thread => thread.Running).OfType<RunningRun>()];

    /// <summary>Runs an event; <paramref name="finished"/> is called once, also when it is refused.</summary>
    public void Submit(EventCall call, Action<EventOutcome> finished)
    {
        var deadline = _time.GetTimestamp() + (long)(call.TimeLeft.TotalSeconds * _time.TimestampFrequency);
        Submit(call.Tenant, new PendingEvent(call, deadline, outcome =>
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

    /// <summary>The tenant's templates or its ban changed: they are read again before its next run.</summary>
    public void NoteChanged(TenantId tenant)
    {
        if (_sessions.TryGetValue(tenant, out var session))
        {
            session.NoteTemplatesChanged();
        }
    }

    /// <summary>Anything may have changed.</summary>
    public void NoteAllChanged()
    {
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

    /// <summary>Accepts nothing more and waits until everything accepted is answered.</summary>
    /// <returns>Whether that was so within the time.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _draining = true;
        if (Outstanding == 0)
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
        foreach (var thread in _crew.Threads)
        {
            thread.Stop();
        }

        var ended = _crew.Threads.Count(thread => thread.Join(TimeSpan.FromSeconds(1)));
        if (ended == _crew.Threads.Count)
        {
            _committer.Dispose();
        }
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

        while (true)
        {
            var session = _sessions.GetOrAdd(tenant, Open);
            _calls[work.CallId] = session;
            var isFirst = session.Offer(work, session.Limits.Queue, out var isFull);
            if (isFull)
            {
                work.Refuse(EventRefusal.QueueFull, $"{session.Limits.Queue} calls of {tenant} wait already.");
                return;
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

            return;
        }
    }

    private TenantSession Open(TenantId tenant) => new(tenant, _limits.For(tenant), _crew.ThreadOf(tenant), _budget);

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
        if (Interlocked.Decrement(ref _outstanding) == 0 && _draining)
        {
            _drained.TrySetResult();
        }
    }
}
