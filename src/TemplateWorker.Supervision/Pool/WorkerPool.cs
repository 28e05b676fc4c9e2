using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Calls;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Pool;

/// <summary>
/// The workers and the way to them: a tenant's slot decides which worker runs everything of that tenant. Slots that this
/// supervisor does not hold have a worker too, for immediate calls. Thread-safe.
/// </summary>
internal sealed class WorkerPool : ISlotHolder, IDeliveryRouter, IAsyncDisposable
{
    /// <summary>What a caller is told to wait when a worker is away: about the time a replacement takes.</summary>
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    private readonly SupervisionParts _parts;
    private readonly SlotDealer _slots;
    private readonly SupervisedWorker[] _workers;
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _running = [];
    private int _waitingForWorker;

    public WorkerPool(SupervisionParts parts)
    {
        _parts = parts;
        _slots = new SlotDealer(parts.Workers.Count, parts.Time);
        _workers = [.. Enumerable.Range(0, parts.Workers.Count).Select(number => new SupervisedWorker(number, _slots, parts))];
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<WorkerStatus> Status => [.. _workers.Select(worker => worker.Status)];

    /// <summary>Whether every worker is ready.</summary>
    public bool IsReady => _workers.All(worker => worker.Link is not null);

    /// <summary>Whether it is stopping and refuses calls.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>
    /// Every delivery of the slots that workers here work on, with an id up to this one, is known to them, or gone; 0 while
    /// one of them has not said so.
    /// </summary>
    public long LanesRead
    {
        get
        {
            var bound = long.MaxValue;
            for (var number = 0; number < _workers.Length; number++)
            {
                if (_workers[number].Link is { } link && _slots.SlotsOf(number) > 0)
                {
                    bound = Math.Min(bound, link.Lanes.Bound);
                }
            }

            return bound == long.MaxValue ? 0 : bound;
        }
    }

    /// <summary>Whether this supervisor has the slot, so that nobody else need be told of its lanes.</summary>
    public bool Holds(int slot) => _slots.Holds(slot);

    /// <inheritdoc/>
    public Task AssignAsync(IReadOnlyList<SlotAssignment> slots) => _slots.AssignAsync(slots);

    /// <summary>Hands deliveries that were just stored to the workers that have their slots. Never waits: what cannot be handed over, they read.</summary>
    public void Hand(IEnumerable<(int Slot, HandedDelivery Delivery)> deliveries)
    {
        foreach (var handed in deliveries.GroupBy(delivery => _slots.RunnerOf(delivery.Slot), delivery => delivery.Delivery))
        {
            handed.Key?.Hand(handed);
        }
    }

    /// <summary>There may be something new in lanes of these slots: the workers that have them look there now.</summary>
    /// <param name="slots">None stands for all.</param>
    public void Wake(IReadOnlyCollection<int> slots)
    {
        if (slots.Count == 0)
        {
            Tell(new WakeSlots([]));
        }

        foreach (var woken in slots.GroupBy(_slots.RunnerOf))
        {
            woken.Key?.Tell(new WakeSlots([.. woken.Distinct()]));
        }
    }

    /// <summary>Starts the workers; it does not wait for them.</summary>
    public void Start()
    {
        _slots.Start();
        _running = [.. _workers.Select(worker => worker.RunAsync(_stopping.Token))];
    }

    /// <summary>Runs an event in the tenant's worker and waits for its results.</summary>
    /// <param name="cancellationToken">The caller's; when it is cancelled the worker is asked to end the runs.</param>
    public async Task<DispatchReply> DispatchAsync(EventRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var way = await LinkAsync(request.Tenant, cancellationToken);
            if (way.Link is null)
            {
                return new DispatchReply.Refused(way.Refusal, way.Message, RetrySoon);
            }

            if (await way.Link.DispatchAsync(request, cancellationToken) is { } reply)
            {
                return reply;
            }

            Leave(way.Link);
        }
    }

    /// <summary>Lets the tenant's worker check a template.</summary>
    public async Task<CheckReply> CheckAsync(TemplateCandidate candidate, CancellationToken cancellationToken)
    {
        while (true)
        {
            var way = await LinkAsync(candidate.Tenant, cancellationToken);
            if (way.Link is null)
            {
                return new CheckReply.Refused(way.Refusal, way.Message, RetrySoon);
            }

            if (await way.Link.CheckAsync(candidate, cancellationToken) is { } reply)
            {
                return reply;
            }

            Leave(way.Link);
        }
    }

    /// <summary>The tenant's templates or its ban changed: they are read again before the tenant's next run.</summary>
    /// <remarks>All workers are told, since a slot that moved leaves its tenants warm where it was.</remarks>
    public void NoteChanged(TenantId tenant) => Tell(new TenantChanged(tenant.ToString()));

    /// <summary>Anything may have changed.</summary>
    public void NoteAllChanged() => Tell(new TenantChanged(null));

    /// <summary>Ends what the tenant runs and gives back what workers hold for it.</summary>
    public void Drop(TenantId tenant) => Tell(new DropTenant(tenant.ToString()));

    /// <summary>Lets a worker finish what it runs, then replaces it.</summary>
    /// <returns>False when it is not ready, so that there is nothing to replace; null when there is no such worker.</returns>
    public bool? RequestRestart(int number) =>
        number < 0 || number >= _workers.Length ? null : _workers[number].RequestReplacement("an operator asked for it");

    /// <summary>Refuses new calls, lets the workers finish within the drain time, and ends them. Calling it twice is harmless.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _slots.Dispose();
        _stopping.Dispose();
    }

    private void Tell(SupervisorMessage message)
    {
        foreach (var worker in _workers)
        {
            worker.Link?.Tell(message);
        }
    }

    /// <summary>A worker that took a call no more ends, whether its own loop has seen it yet or not: the call waits for the next.</summary>
    private void Leave(WorkerLink link)
    {
        foreach (var worker in _workers)
        {
            worker.Leave(link);
        }
    }

    private async ValueTask<Way> LinkAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (IsStopping)
        {
            return Stopping();
        }

        return _workers[_slots.WorkerOf(tenant.Slot)].Link is { } link
            ? new Way(link, default, "")
            : await WaitForLinkAsync(tenant.Slot, cancellationToken);
    }

    /// <summary>A worker that is being replaced is back within a second or so, or another gets the slot: calls wait for it, a bounded number of them.</summary>
    private async ValueTask<Way> WaitForLinkAsync(int slot, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waitingForWorker) > _parts.Workers.Queue)
            {
                return new Way(null, DispatchRefusal.QueueFull, $"{_parts.Workers.Queue} calls wait for a worker already.");
            }

            using var timeout = new CancellationTokenSource(SupervisionParts.WaitForWorker, _parts.Time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, timeout.Token);
            while (true)
            {
                // In this order, so that no move is missed.
                var moved = _slots.Moved;
                var ready = _workers[_slots.WorkerOf(slot)].WhenReady;
                if (await Task.WhenAny(ready, moved).WaitAsync(limit.Token) == ready)
                {
                    return new Way(await ready, default, "");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return IsStopping
                ? Stopping()
                : new Way(null, DispatchRefusal.NoWorkerReady, $"Worker {_slots.WorkerOf(slot)}, which has the tenant, is not ready; nothing was run.");
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForWorker);
        }
    }

    private static Way Stopping() => new(
        null, DispatchRefusal.Draining, "The server is stopping. Send the call again to the one that takes its place.");

    private readonly record struct Way(WorkerLink? Link, DispatchRefusal Refusal, string Message);
}
