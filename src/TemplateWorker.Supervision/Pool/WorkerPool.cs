using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Calls;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Pool;

/// <summary>
/// The workers. A tenant's slot decides which worker runs the tenant's work. Slots that this supervisor does not hold are
/// mapped to a worker too, for immediate calls. Thread-safe.
/// </summary>
internal sealed class WorkerPool : ISlotHolder, IDeliveryRouter, IAsyncDisposable
{
    /// <summary>Retry-After while a worker is missing: about the time a restart takes.</summary>
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    private readonly SupervisionParts _parts;
    private readonly SlotAssigner _slots;
    private readonly SupervisedWorker[] _workers;
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _running = [];
    private int _waitingForWorker;

    public WorkerPool(SupervisionParts parts)
    {
        _parts = parts;
        _slots = new SlotAssigner(parts.Workers.Count, parts.Time);
        parts.Settled.AskBy(isOn => SendToAll(new WatchDeliveries(isOn)));
        _workers = [.. Enumerable.Range(0, parts.Workers.Count).Select(number => new SupervisedWorker(number, _slots, parts))];
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<WorkerStatus> Status => [.. _workers.Select(worker => worker.Status)];

    /// <summary>Whether every worker is ready.</summary>
    public bool IsReady => _workers.All(worker => worker.Link is not null);

    /// <summary>Whether the pool is stopping and refuses calls.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>
    /// The workers know every stored delivery of their slots with an id up to this one; 0 while a worker has not reported
    /// its own.
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

    /// <summary>Whether this supervisor holds the slot.</summary>
    public bool Holds(int slot) => _slots.Holds(slot);

    /// <inheritdoc/>
    public Task AssignAsync(IReadOnlyList<SlotAssignment> slots) => _slots.AssignAsync(slots);

    /// <summary>Sends stored deliveries to the workers of their slots. Never blocks; a worker reads from the database what its queue has no room for.</summary>
    public void Hand(IEnumerable<(int Slot, HandedDelivery Delivery)> deliveries)
    {
        foreach (var handed in deliveries.GroupBy(delivery => _slots.RunnerOf(delivery.Slot), delivery => delivery.Delivery))
        {
            handed.Key?.Hand(handed);
        }
    }

    /// <summary>Tells the workers of these slots to read their lanes.</summary>
    /// <param name="slots">An empty list stands for all slots.</param>
    public void Wake(IReadOnlyCollection<int> slots)
    {
        if (slots.Count == 0)
        {
            SendToAll(new WakeSlots([]));
        }

        foreach (var woken in slots.GroupBy(_slots.RunnerOf))
        {
            woken.Key?.Send(new WakeSlots([.. woken.Distinct()]));
        }
    }

    /// <summary>Starts the workers without waiting for them.</summary>
    public void Start()
    {
        _slots.Start();
        _running = [.. _workers.Select(worker => worker.RunAsync(_stopping.Token))];
    }

    /// <summary>
    /// Waits until the workers are ready, or one of them has been for as long as slots wait for a worker that is absent: until then slots that are
    /// taken from other supervisors would stand still.
    /// </summary>
    public async Task UntilReadyAsync(CancellationToken cancellationToken)
    {
        var ready = _workers.Select(worker => worker.WhenReady).ToArray();
        await Task.WhenAny(ready).WaitAsync(cancellationToken);
        await Task.WhenAny(Task.WhenAll(ready), Task.Delay(SlotAssigner.GracePeriod, _parts.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Runs an event in the tenant's worker and waits for its results.</summary>
    /// <param name="cancellationToken">Asks the worker to end the runs.</param>
    public async Task<DispatchReply> DispatchAsync(EventRequest request, CancellationToken cancellationToken)
    {
        if (RestOf(request.Tenant) is { } resting)
        {
            return new DispatchReply.Refused(DispatchRefusal.TenantResting, resting.Message, resting.Left);
        }

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

            StopOffering(way.Link);
        }
    }

    /// <summary>Lets the tenant's worker check a template before it is published.</summary>
    public async Task<CheckReply> CheckAsync(TemplateCandidate candidate, CancellationToken cancellationToken)
    {
        if (RestOf(candidate.Tenant) is { } resting)
        {
            return new CheckReply.Refused(DispatchRefusal.TenantResting, resting.Message, resting.Left);
        }

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

            StopOffering(way.Link);
        }
    }

    /// <summary>The tenant's templates or its ban changed: workers read them again before its next run.</summary>
    /// <remarks>Sent to all workers, since the previous worker of a moved slot may still have the tenant's heap.</remarks>
    public void NoteChanged(TenantId tenant) => ForAll(link => link.NoteChanged(tenant.ToString()));

    /// <summary>Any tenant may have changed.</summary>
    public void NoteAllChanged() => ForAll(link => link.NoteChanged(null));

    /// <summary>Ends the tenant's runs and frees its heaps.</summary>
    public void Drop(TenantId tenant) => SendToAll(new DropTenant(tenant.ToString()));

    /// <summary>Lets a worker finish its runs, then replaces it.</summary>
    /// <returns>False if the worker is not ready; null if there is no such worker.</returns>
    public bool? RequestRestart(int number) =>
        number < 0 || number >= _workers.Length ? null : _workers[number].RequestReplacement("an operator requested it");

    /// <summary>Refuses new calls, lets the workers finish within the drain time, and ends them. Idempotent.</summary>
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

    private (string Message, TimeSpan Left)? RestOf(TenantId tenant) => _parts.Resting.Left(tenant) is var left && left > TimeSpan.Zero
        ? ("A template of the tenant hung in an immediate call or a publish check, so its worker had to be killed. Nothing was run.", left)
        : null;

    private void SendToAll(SupervisorMessage message) => ForAll(link => link.Send(message));

    private void ForAll(Action<WorkerLink> tell)
    {
        foreach (var worker in _workers)
        {
            if (worker.Link is { } link)
            {
                tell(link);
            }
        }
    }

    /// <summary>A worker that refused a call is ending, even if its own loop has not noticed yet: calls wait for the next one.</summary>
    private void StopOffering(WorkerLink link)
    {
        foreach (var worker in _workers)
        {
            worker.StopOffering(link);
        }
    }

    private async ValueTask<Route> LinkAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        if (IsStopping)
        {
            return Stopping();
        }

        return _workers[_slots.WorkerOf(tenant.Slot)].Link is { } link
            ? new Route(link, default, "")
            : await WaitForLinkAsync(tenant.Slot, cancellationToken);
    }

    /// <summary>A restart takes about a second, or another worker gets the slot: a bounded number of calls waits for that.</summary>
    private async ValueTask<Route> WaitForLinkAsync(int slot, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waitingForWorker) > _parts.Workers.Queue)
            {
                return new Route(null, DispatchRefusal.QueueFull, $"{_parts.Workers.Queue} calls already wait for a worker (workers.queue).");
            }

            using var timeout = new CancellationTokenSource(SupervisionParts.WaitForWorker, _parts.Time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token, timeout.Token);
            while (true)
            {
                // In this order, so that no reassignment is missed.
                var moved = _slots.Moved;
                var ready = _workers[_slots.WorkerOf(slot)].WhenReady;
                if (await Task.WhenAny(ready, moved).WaitAsync(limit.Token) == ready)
                {
                    return new Route(await ready, default, "");
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return IsStopping
                ? Stopping()
                : new Route(null, DispatchRefusal.NoWorkerReady, $"Worker {_slots.WorkerOf(slot)}, which runs the tenant, is not ready; nothing was run.");
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForWorker);
        }
    }

    private static Route Stopping() => new(
        null, DispatchRefusal.Draining, "The server is stopping. Retry; its successor will answer.");

    private readonly record struct Route(WorkerLink? Link, DispatchRefusal Refusal, string Message);
}
