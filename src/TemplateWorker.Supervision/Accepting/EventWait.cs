using TemplateWorker.Storage;
using TemplateWorker.Storage.Results;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>A caller that waits until an event's deliveries have ended. Not thread-safe, but for what <see cref="EventWaits"/> tells it.</summary>
internal sealed class EventWait(EventWaits waits) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _pending = [];
    private TaskCompletionSource _heard = new();
    private bool _isOver;

    /// <summary>Whose event it waits for.</summary>
    public TenantId Tenant { get; private set; }

    /// <summary>Waits until all deliveries have ended.</summary>
    /// <param name="tenant">Whose event.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="deliveries">Its deliveries, as far as they are known; none to look them up.</param>
    /// <param name="wait">The longest time.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <returns>The deliveries; null when they have not ended in time.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<IReadOnlyList<EventDelivery>?> UntilEndedAsync(
        TenantId tenant, Guid eventId, IReadOnlyList<long> deliveries, TimeSpan wait, CancellationToken cancellationToken)
    {
        Tenant = tenant;
        using var timeout = new CancellationTokenSource(wait, waits.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, waits.Stopping);
        try
        {
            var heard = Await(deliveries);
            while (true)
            {
                await heard.WaitAsync(limit.Token);
                var found = await waits.ReadAsync(tenant, eventId, limit.Token);
                if (found.All(delivery => delivery.IsEnded))
                {
                    return found;
                }

                heard = Await([.. found.Where(delivery => !delivery.IsEnded).Select(delivery => delivery.Id)]);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Notes that an attempt at one of its deliveries was settled.</summary>
    public void Note(long delivery)
    {
        lock (_lock)
        {
            if (_pending.Remove(delivery) && _pending.Count == 0)
            {
                _heard.TrySetResult();
            }
        }
    }

    /// <summary>What it waits for now.</summary>
    public IReadOnlyList<long> Pending
    {
        get
        {
            lock (_lock)
            {
                return [.. _pending];
            }
        }
    }

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            waits.End(this, Pending);
        }
    }

    /// <returns>Completes when each of the deliveries was heard of, at once without deliveries.</returns>
    private Task Await(IReadOnlyList<long> deliveries)
    {
        lock (_lock)
        {
            _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _pending.UnionWith(deliveries);
        }

        waits.Begin(this, deliveries);
        lock (_lock)
        {
            if (_pending.Count == 0)
            {
                _heard.TrySetResult();
            }

            return _heard.Task;
        }
    }
}
