using System.Collections.Concurrent;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Supervision.Workers;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// Stores the events that are sent to this supervisor. Those that arrive while a group is being stored become the next
/// group: alone at low load, many at once under load, and nobody waits for more to come. What is stored goes straight to
/// the worker that has the slot; the supervisors of other slots are woken.
/// </summary>
/// <remarks>Thread-safe. A caller that gives up does not take its event back.</remarks>
internal sealed class EventAcceptor : IAsyncDisposable
{
    /// <summary>The most events in one group. More gain little and make everybody wait longer.</summary>
    public const int MaxGroup = 256;

    /// <summary>The most events that may wait; the next is refused.</summary>
    public const int MaxWaiting = 20_000;

    /// <summary>Bytes of payload in a group; an event that would exceed them begins the next group.</summary>
    private const int MaxGroupLength = 4 << 20;

    /// <summary>What is handed over at once; the rest is read by its worker.</summary>
    private const int MaxHandedBytes = 4 << 20;

    /// <summary>Requests of many events that are stored at the same time. Each holds a connection of the supervisor's few.</summary>
    private const int MaxAtOnce = 2;

    private readonly EventStore _store;
    private readonly IDeliveryRouter _router;
    private readonly SlotWaker _waker;
    private readonly LimitOptions _limits;
    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _atOnce = new(MaxAtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _storing;
    private int _isArrived;
    private int _count;

    public EventAcceptor(EventStore store, IDeliveryRouter router, SlotWaker waker, LimitOptions limits)
    {
        _store = store;
        _router = router;
        _waker = waker;
        _limits = limits;
        _storing = StoreAsync(_stopping.Token);
    }

    /// <summary>Stores one event. <see cref="NewEvent.MaxQueued"/> is set here.</summary>
    /// <param name="given">The event.</param>
    /// <param name="cancellationToken">The caller gives up; its event may be stored all the same.</param>
    /// <exception cref="StorageException">The database failed. Whether the event is stored is not known.</exception>
    public Task<AcceptReply> AcceptAsync(NewEvent given, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _count) > MaxWaiting || _stopping.IsCancellationRequested)
        {
            Interlocked.Decrement(ref _count);
            return Task.FromResult<AcceptReply>(new AcceptReply.Overloaded());
        }

        var waiting = new Waiting(given);
        _waiting.Enqueue(waiting);
        if (_storing.IsCompleted)
        {
            // It has stopped between the two looks, and nobody takes from the queue any more.
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
    /// <param name="cancellationToken">Gives up before the events are sent to the database; after that they are stored.</param>
    /// <exception cref="StorageException">The database failed. Whether the events are stored is not known.</exception>
    public async Task<IReadOnlyList<AcceptOutcome>> AcceptAllAsync(
        IReadOnlyList<NewEvent> events, AcceptMode mode, CancellationToken cancellationToken)
    {
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            return await StoreAsync(events, mode);
        }
        finally
        {
            _atOnce.Release();
        }
    }

    /// <summary>Stores what waits, then ends. What comes later is refused. Calling it twice is harmless.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            await _storing;
            return;
        }

        await _stopping.CancelAsync();
        await _storing;
        _stopping.Dispose();
        _arrived.Dispose();
        _atOnce.Dispose();
    }

    private async Task StoreAsync(CancellationToken stopping)
    {
        var group = new List<Waiting>(MaxGroup);
        while (true)
        {
            Take(group);
            if (group.Count > 0)
            {
                await StoreAsync(group);
                group.Clear();
                continue;
            }

            if (stopping.IsCancellationRequested)
            {
                return;
            }

            await _arrived.WaitAsync(stopping).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            Interlocked.Exchange(ref _isArrived, 0);
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
            var outcomes = await StoreAsync(group.ConvertAll(waiting => waiting.Event), AcceptMode.EachAlone);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answer(new AcceptReply.Answered(outcomes[i]));
            }
        }
        catch (Exception fault)
        {
            // The loop must go on for those who come later; each of these callers learns what it was.
            group.ForEach(waiting => waiting.Fail(fault));
        }
    }

    // Without a token: once events are on their way, nobody takes them back.
    private async Task<IReadOnlyList<AcceptOutcome>> StoreAsync(IReadOnlyList<NewEvent> events, AcceptMode mode)
    {
        var prepared = new NewEvent[events.Count];
        for (var i = 0; i < prepared.Length; i++)
        {
            var given = events[i];
            prepared[i] = given with
            {
                MaxQueued = _limits.For(given.Tenant).QueuedDeliveries,
                WantsPriors = _router.Holds(given.Tenant.Slot),
            };
        }

        var outcomes = await _store.AcceptAsync(prepared, mode, _router.LanesRead, CancellationToken.None);
        PassOn(prepared, outcomes);
        return outcomes;
    }

    private void PassOn(NewEvent[] events, IReadOnlyList<AcceptOutcome> outcomes)
    {
        List<(int Slot, HandedDelivery Delivery)> handed = [];
        HashSet<int> elsewhere = [];
        HashSet<int> unhanded = [];
        var bytes = 0L;
        for (var i = 0; i < events.Length; i++)
        {
            if (outcomes[i] is not AcceptOutcome.Accepted { Ready.Count: > 0 } accepted)
            {
                continue;
            }

            var slot = events[i].Tenant.Slot;
            bytes += (long)events[i].Data.Length * accepted.Ready.Count;
            if (!events[i].WantsPriors || !_router.Holds(slot))
            {
                elsewhere.Add(slot);
            }
            else if (bytes > MaxHandedBytes || handed.Count >= MessageLimits.Handed || accepted.Ready.Any(delivery => delivery.Priors is null))
            {
                unhanded.Add(slot);
            }
            else
            {
                handed.AddRange(accepted.Ready.Select(delivery => (slot, Hand(events[i], accepted.EventId, delivery))));
            }
        }

        if (handed.Count > 0)
        {
            _router.Hand(handed);
        }

        if (unhanded.Count > 0)
        {
            _router.Wake(unhanded);
        }

        _waker.Wake(elsewhere);
    }

    private static HandedDelivery Hand(NewEvent given, Guid eventId, AcceptedDelivery delivery) => new()
    {
        Id = delivery.Id,
        Tenant = given.Tenant.ToString(),
        Template = delivery.Template,
        EventId = eventId,
        EventName = given.Name,
        Data = given.Data,
        Hops = given.Hops,
        Priors = delivery.Priors!,
    };

    private sealed class Waiting(NewEvent given)
    {
        private readonly TaskCompletionSource<AcceptReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public NewEvent Event => given;

        public Task<AcceptReply> Reply => _reply.Task;

        public void Answer(AcceptReply reply) => _reply.TrySetResult(reply);

        public void Fail(Exception fault) => _reply.TrySetException(fault);
    }
}
