using TemplateWorker.Storage;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>
/// The room in a tenant's queue for events that its runs emit. The queue is counted periodically; in between, this
/// worker adds what its runs emit, whether they commit or not.
/// </summary>
/// <remarks>
/// All runs of the tenant are in this worker, one at a time; events stored elsewhere are seen by the next count, so the
/// limit may be exceeded by what arrives within <see cref="CountedFor"/>. Not thread-safe; used by the holder of the tenant's turn.
/// </remarks>
internal sealed class QueueRoom(TenantId tenant, int limit, TimeProvider time)
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(1);

    private long? _countedAt;
    private int _queued;

    /// <summary>The most deliveries that the tenant may have.</summary>
    public int Limit => limit;

    /// <summary>Takes room for deliveries, if there is enough.</summary>
    /// <param name="deliveries">How many.</param>
    /// <param name="taken">What the same run has already taken, which no count includes before the commit.</param>
    /// <param name="store">Counts the queue.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public bool TryTake(int deliveries, int taken, DeliveryStore store)
    {
        if (_countedAt is not { } counted || time.GetElapsedTime(counted) > CountedFor || _queued + deliveries > limit)
        {
            _queued = store.CountQueued(tenant, limit) + taken;
            _countedAt = time.GetTimestamp();
        }

        if (_queued + deliveries > limit)
        {
            return false;
        }

        _queued += deliveries;
        return true;
    }
}
