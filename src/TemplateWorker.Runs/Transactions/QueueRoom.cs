using TemplateWorker.Storage;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Runs.Transactions;

/// <summary>
/// What a tenant's queue still takes of the events that its runs emit. It is counted once in a while, and in between this
/// worker adds what its runs emit, whether or not they commit.
/// </summary>
/// <remarks>
/// All runs of the tenant are here, one at a time; what others store meanwhile is seen by the next count, so that the
/// limit may be passed by what comes in within <see cref="CountedFor"/>. Not thread-safe; it belongs to whoever has the tenant's turn.
/// </remarks>
internal sealed class QueueRoom(TenantId tenant, int limit, TimeProvider time)
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(1);

    private long? _countedAt;
    private int _queued;

    /// <summary>The most deliveries that the tenant may have.</summary>
    public int Limit => limit;

    /// <summary>Takes room for deliveries, if there is as much.</summary>
    /// <param name="deliveries">How many.</param>
    /// <param name="taken">What the same run has taken before, which no count sees before it commits.</param>
    /// <param name="store">What counts.</param>
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
