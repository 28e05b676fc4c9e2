using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision;

/// <summary>
/// The workers and the way to them: a tenant's slot decides which worker runs everything of that tenant. Thread-safe.
/// </summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    /// <summary>What a caller is told to wait when a worker is away: about the time a replacement takes.</summary>
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    private readonly SupervisionParts _parts;
    private readonly SlotMap _slots;
    private readonly SupervisedWorker[] _workers;
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _running = [];
    private int _waitingForWorker;

    public WorkerPool(SupervisionParts parts)
    {
        _parts = parts;
        _slots = new SlotMap(parts.Workers.Count);
        _workers = [.. Enumerable.Range(0, parts.Workers.Count).Select(number => new SupervisedWorker(number, _slots.SlotsOf(number), parts))];
    }

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<WorkerStatus> Status => [.. _workers.Select(worker => worker.Status)];

    /// <summary>Whether every worker is ready.</summary>
    public bool IsReady => _workers.All(worker => worker.Link is not null);

    /// <summary>Whether it is stopping and refuses calls.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Starts the workers; it does not wait for them.</summary>
    public void Start() => _running = [.. _workers.Select(worker => worker.RunAsync(_stopping.Token))];

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

            Leave(request.Tenant, way.Link);
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

            Leave(candidate.Tenant, way.Link);
        }
    }

    /// <summary>The tenant's templates or its ban changed: its worker reads them again before the tenant's next run.</summary>
    public void NoteChanged(TenantId tenant) => _workers[_slots.WorkerOf(tenant)].Link?.Tell(new TenantChanged(tenant.ToString()));

    /// <summary>Anything may have changed.</summary>
    public void NoteAllChanged()
    {
        foreach (var worker in _workers)
        {
            worker.Link?.Tell(new TenantChanged(null));
        }
    }

    /// <summary>Ends what the tenant runs and gives back what its worker holds for it.</summary>
    public void Drop(TenantId tenant) => _workers[_slots.WorkerOf(tenant)].Link?.Tell(new DropTenant(tenant.ToString()));

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
        _stopping.Dispose();
    }

    /// <summary>A worker that took a call no more ends, whether its own loop has seen it yet or not: the call waits for the next.</summary>
    private void Leave(TenantId tenant, WorkerLink link) => _workers[_slots.WorkerOf(tenant)].Leave(link);

    private async ValueTask<Way> LinkAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var number = _slots.WorkerOf(tenant);
        var worker = _workers[number];
        if (IsStopping)
        {
            return new Way(null, DispatchRefusal.Draining, "The server is stopping. Send the call again to the one that takes its place.");
        }

        return worker.Link is { } link ? new Way(link, default, "") : await WaitForLinkAsync(worker, number, cancellationToken);
    }

    /// <summary>A worker that is being replaced is back within a second or so: calls wait for it, a bounded number of them.</summary>
    private async ValueTask<Way> WaitForLinkAsync(SupervisedWorker worker, int number, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waitingForWorker) > _parts.Workers.Queue)
            {
                return new Way(null, DispatchRefusal.QueueFull, $"{_parts.Workers.Queue} calls wait for a worker already.");
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            return new Way(await worker.WhenReady.WaitAsync(SupervisionParts.WaitForWorker, _parts.Time, limit.Token), default, "");
        }
        catch (TimeoutException)
        {
            return new Way(null, DispatchRefusal.NoWorkerReady, $"Worker {number}, which has the tenant, is not ready; nothing was run.");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return new Way(null, DispatchRefusal.Draining, "The server is stopping. Send the call again to the one that takes its place.");
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForWorker);
        }
    }

    private readonly record struct Way(WorkerLink? Link, DispatchRefusal Refusal, string Message);
}
