using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Replays and drops deliveries, and logs who did it. Safe for concurrent use.</summary>
internal sealed partial class DeliveryChanges(DeliveryStore store, LimitOptions limits, ILogger<DeliveryChanges> logger)
{
    /// <summary>Tries parked and dead deliveries again, as far as the tenant's queue has room.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="caller">The name of the token.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<ReplayedDeliveries> ReplayAsync(DeliveryFilter filter, string caller)
    {
        // Once begun, the caller's leaving does not undo it.
        var replayed = await store.ReplayAsync(filter, limits.For(filter.Tenant).QueuedDeliveries, CancellationToken.None);
        if (replayed.Count > 0)
        {
            Log.Replayed(logger, replayed.Count, filter.Tenant, caller);
        }

        return replayed;
    }

    /// <summary>Removes deliveries in any state.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="caller">The name of the token.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<int> DropAsync(DeliveryFilter filter, string caller)
    {
        var count = await store.DropAsync(filter, CancellationToken.None);
        if (count > 0)
        {
            Log.Dropped(logger, count, filter.Tenant, caller);
        }

        return count;
    }
}
