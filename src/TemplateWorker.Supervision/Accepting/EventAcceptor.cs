using System.Collections.Concurrent;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// Stores the events that are sent to this supervisor, in groups. Events that arrive while a group is being stored form the
/// next group: at low load an event is stored alone and at once, under load many share a transaction. Stored deliveries go to
/// the <see cref="DeliveryHandover"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Cancelling a call does not revoke its event. One group is stored at a time, because groups that wait for each other's
/// commits grow; a group that is held up, by a lock or by a connection that passes nothing any more, is overtaken on another connection.
/// </remarks>
internal sealed class EventAcceptor : IAsyncDisposable
{
    /// <summary>The most events in one group. Larger groups gain little and delay every caller.</summary>
    public const int MaxGroup = 256;

    /// <summary>The most events that may wait to be stored; further ones are refused.</summary>
    public const int MaxWaiting = 20_000;

    /// <summary>Groups that are stored at once while others are held up, on as many of the supervisor's few connections.</summary>
    private const int MaxLoops = 4;

    /// <summary>Bytes of payload in a group; an event that would exceed them begins the next group.</summary>
    private const int MaxGroupLength = 4 << 20;

    /// <summary>Batch requests that are stored concurrently. Each holds one of the supervisor's few connections.</summary>
    private const int MaxAtOnce = 2;

    /// <summary>A group that takes longer is held up.</summary>
    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(250);

    private readonly EventStore _store;
    private readonly DeliveryHandover _handover;
    private readonly LimitOptions _limits;
    private readonly EventRates _rates;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _atOnce = new(MaxAtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly StoreLoop[] _loops = [.. Enumerable.Range(0, MaxLoops).Select(_ => new StoreLoop())];
    private readonly Task _watching;
    private int _isArrived;
    private int _count;

    /// <param name="store">Where events are stored.</param>
    /// <param name="handover">Gets what was stored.</param>
    /// <param name="limits">How many deliveries of a tenant may wait.</param>
    /// <param name="rates">How many events a tenant may still send.</param>
    /// <param name="time">Tells when a group is held up.</param>
    public EventAcceptor(EventStore store, DeliveryHandover handover, LimitOptions limits, EventRates rates, TimeProvider time)
    {
        _store = store;
        _handover = handover;
        _limits = limits;
        _rates = rates;
        _time = time;
        _loops[0].Running = StoreAsync(_loops[0], _stopping.Token);
        _watching = OvertakeAsync(_stopping.Token);
    }

    /// <summary>Stores one event. <see cref="NewEvent.MaxQueued"/> is set here.</summary>
    /// <param name="given">The event.</param>
    /// <param name="cancellationToken">Stops waiting; the event may still be stored.</param>
    /// <exception cref="StorageException">The database failed. Whether the event is stored is not known.</exception>
    public Task<AcceptReply> AcceptAsync(NewEvent given, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _count) > MaxWaiting || _stopping.IsCancellationRequested)
        {
            Interlocked.Decrement(ref _count);
            AcceptMeter.NoteOverloaded();
            return Task.FromResult<AcceptReply>(new AcceptReply.Overloaded());
        }

        if (_rates.TryTake(given.Tenant, 1) is { } hold)
        {
            Interlocked.Decrement(ref _count);
            AcceptMeter.NoteRateLimited(1);
            return Task.FromResult<AcceptReply>(new AcceptReply.RateLimited(hold));
        }

        var waiting = new Waiting(given);
        _waiting.Enqueue(waiting);
        if (_loops[0].Running.IsCompleted)
        {
            // The loops ended after the check above, so nothing takes from the queue any more.
            waiting.Answer(new AcceptReply.Overloaded());
        }
        else if (Interlocked.Exchange(ref _isArrived, 1) == 0)
        {
            _arrived.Release();
        }

        return waiting.Reply.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Stores the events of one request in a transaction of their own, after those of other requests.
    /// <see cref="NewEvent.MaxQueued"/> is set here.
    /// </summary>
    /// <param name="events">At most <see cref="EventStore.MaxEvents"/>.</param>
    /// <param name="mode">What a refused event means for the others.</param>
    /// <param name="cancellationToken">Has an effect only until the events are sent to the database.</param>
    /// <exception cref="StorageException">The database failed. Whether the events are stored is not known.</exception>
    public async Task<IReadOnlyList<AcceptReply>> AcceptAllAsync(
        IReadOnlyList<NewEvent> events, AcceptMode mode, CancellationToken cancellationToken)
    {
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            return await StoreAllAsync(events, mode);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    /// <summary>Stores the events that wait, then ends. Later events are refused. Idempotent.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            await Task.WhenAll(_loops.Select(loop => loop.Running));
            return;
        }

        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_loops.Select(loop => loop.Running));
        _stopping.Dispose();
        _arrived.Dispose();
        _atOnce.Dispose();
    }

    private static AcceptReply ToReply(RateHold? hold, AcceptOutcome outcome) =>
        hold is null ? new AcceptReply.Answered(outcome) : new AcceptReply.RateLimited(hold);

    /// <summary>Stores the events of one request that no rate holds back.</summary>
    private async Task<IReadOnlyList<AcceptReply>> StoreAllAsync(IReadOnlyList<NewEvent> events, AcceptMode mode)
    {
        var holds = _rates.Take(events, mode);
        if (!Array.Exists(holds, hold => hold is not null))
        {
            var all = await StoreTakenAsync(events, mode);
            return [.. all.Select(outcome => new AcceptReply.Answered(outcome))];
        }

        AcceptMeter.NoteRateLimited(holds.Count(hold => hold is not null));
        var taken = mode == AcceptMode.AllOrNothing ? [] : events.Where((_, number) => holds[number] is null).ToArray();
        var outcomes = new Queue<AcceptOutcome>(await StoreTakenAsync(taken, mode));
        return [.. holds.Select(hold => ToReply(hold, hold is null && outcomes.TryDequeue(out var outcome) ? outcome : new AcceptOutcome.Undone()))];
    }

    /// <summary>Stores events that were taken from the rates of their tenants.</summary>
    private async Task<IReadOnlyList<AcceptOutcome>> StoreTakenAsync(IReadOnlyList<NewEvent> events, AcceptMode mode)
    {
        IReadOnlyList<AcceptOutcome>? outcomes = null;
        try
        {
            return outcomes = events.Count == 0 ? [] : await StoreAsync(events, mode);
        }
        finally
        {
            if (outcomes is null)
            {
                AcceptMeter.NoteFailed(events.Count);
            }

            _rates.GiveBackUnstored(events, outcomes);
        }
    }

    /// <summary>Stores groups until the acceptor stops; a loop that was started to overtake another ends once the first one is free.</summary>
    private async Task StoreAsync(StoreLoop loop, CancellationToken stopping)
    {
        var group = new List<Waiting>(MaxGroup);
        while (true)
        {
            Take(group);
            if (group.Count > 0)
            {
                loop.Begin(_time);
                await StoreAsync(group);
                loop.End();
                group.Clear();
                if (loop != _loops[0] && _loops[0].IsFree)
                {
                    return;
                }

                continue;
            }

            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await _arrived.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Exchange(ref _isArrived, 0);
        }
    }

    private async Task OvertakeAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(HeldUp, _time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            var running = _loops.Where(loop => !loop.Running.IsCompleted).ToArray();
            if (running.Length < MaxLoops && running.All(loop => loop.IsHeldUp(_time, HeldUp)))
            {
                var further = _loops.First(loop => loop.Running.IsCompleted);
                further.Running = StoreAsync(further, stopping);
            }
        }
    }

    private void Take(List<Waiting> group)
    {
        long length = 0;
        while (group.Count < MaxGroup && _waiting.TryPeek(out var next)
            && (group.Count == 0 || length + next.Event.Data.Length <= MaxGroupLength) && _waiting.TryDequeue(out var waiting))
        {
            length += waiting.Event.Data.Length;
            group.Add(waiting);
        }

        Interlocked.Add(ref _count, -group.Count);
    }

    private async Task StoreAsync(List<Waiting> group)
    {
        try
        {
            var outcomes = await StoreTakenAsync(group.ConvertAll(waiting => waiting.Event), AcceptMode.EachAlone);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answer(new AcceptReply.Answered(outcomes[i]));
            }
        }
        catch (Exception fault)
        {
            // The loop must survive for later callers; the callers of this group receive the exception.
            group.ForEach(waiting => waiting.Fail(fault));
        }
    }

    // Without a token: events that were sent to the database cannot be revoked.
    private async Task<IReadOnlyList<AcceptOutcome>> StoreAsync(IReadOnlyList<NewEvent> events, AcceptMode mode)
    {
        var prepared = new NewEvent[events.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            var given = events[i];
            prepared[i] = given with
            {
                MaxQueued = _limits.For(given.Tenant).QueuedDeliveries,
                WantsPriors = _handover.Holds(given.Tenant.Slot),
            };
        }

        var began = _time.GetTimestamp();
        var outcomes = await _store.AcceptAsync(prepared, mode, _handover.LanesRead, CancellationToken.None);
        AcceptMeter.NoteStored(outcomes, _time.GetElapsedTime(began));
        _handover.HandOver(prepared, outcomes);
        return outcomes;
    }

    /// <summary>One of the loops that store groups, and since when its group has been under way.</summary>
    private sealed class StoreLoop
    {
        private long _since;

        public Task Running { get; set; } = Task.CompletedTask;

        public bool IsFree => Interlocked.Read(ref _since) == 0;

        public void Begin(TimeProvider time) => Interlocked.Exchange(ref _since, Math.Max(time.GetTimestamp(), 1));

        public void End() => Interlocked.Exchange(ref _since, 0);

        public bool IsHeldUp(TimeProvider time, TimeSpan limit) =>
            Interlocked.Read(ref _since) is not 0 and var since && time.GetElapsedTime(since) >= limit;
    }

    private sealed class Waiting(NewEvent given)
    {
        private readonly TaskCompletionSource<AcceptReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public NewEvent Event => given;

        public Task<AcceptReply> Reply => _reply.Task;

        public void Answer(AcceptReply reply) => _reply.TrySetResult(reply);

        public void Fail(Exception fault) => _reply.TrySetException(fault);
    }
}
