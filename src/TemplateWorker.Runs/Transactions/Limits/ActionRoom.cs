using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions;

namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>The room for actions that a tenant's runs send. What waits is counted now and then; in between, this worker adds what its runs send.</summary>
/// <remarks>
/// All runs of the tenant are in this worker, one at a time, and actions only become fewer elsewhere: what is known is too much at worst. So
/// it is counted anew when the room seems to be full, or after <see cref="CountedFor"/>. Not thread-safe; used by the holder of the tenant's turn.
/// </remarks>
internal sealed class ActionRoom(TenantId tenant, TenantLimits limits, TimeProvider time)
{
    private static readonly TimeSpan CountedFor = TimeSpan.FromSeconds(30);

    private long? _countedAt;
    private WaitingActions _known;
    private DateTimeOffset _oldest = DateTimeOffset.UnixEpoch;

    /// <summary>Takes room for an action, if there is enough.</summary>
    /// <param name="bytes">Of its payload.</param>
    /// <param name="taken">What the same run has already taken, which no count includes before the commit.</param>
    /// <param name="store">Counts.</param>
    /// <returns>What waits already; null when there was room.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public WaitingActions? TryTake(long bytes, WaitingActions taken, ActionStore store)
    {
        if (_countedAt is not { } counted || time.GetElapsedTime(counted) > CountedFor || !Fits(bytes))
        {
            var found = store.CountWaiting(tenant, limits.WaitingActions, ref _oldest);
            _known = new WaitingActions(found.Count + taken.Count, found.Bytes + taken.Bytes);
            _countedAt = time.GetTimestamp();
        }

        if (!Fits(bytes))
        {
            return _known;
        }

        _known = new WaitingActions(_known.Count + 1, _known.Bytes + bytes);
        return null;
    }

    private bool Fits(long bytes) => _known.Count < limits.WaitingActions && _known.Bytes + bytes <= limits.WaitingActionBytes;
}
