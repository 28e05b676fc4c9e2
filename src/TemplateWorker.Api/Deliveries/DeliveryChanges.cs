using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Replays and drops deliveries, and records and logs who did it. Safe for concurrent use.</summary>
internal sealed partial class DeliveryChanges(AuditedDeliveries audited, LimitOptions limits, ILogger<DeliveryChanges> logger)
{
    /// <summary>Tries parked and dead deliveries again, as far as the tenant's queue has room.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="caller">The name of the token, for the log.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<ReplayedDeliveries> ReplayAsync(DeliveryFilter filter, Actor by, string caller)
    {
        // Once begun, the caller's leaving does not undo it.
        var replayed = await audited.ReplayAsync(by, filter, limits.For(filter.Tenant).QueuedDeliveries, CancellationToken.None);
        if (replayed.Count > 0)
        {
            Log.Replayed(logger, replayed.Count, filter.Tenant, caller);
        }

        return replayed;
    }

    /// <summary>Removes deliveries in any state.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="caller">The name of the token, for the log.</param>
    /// <returns>How many.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<int> DropAsync(DeliveryFilter filter, Actor by, string caller)
    {
        var count = await audited.DropAsync(by, filter, CancellationToken.None);
        if (count > 0)
        {
            Log.Dropped(logger, count, filter.Tenant, caller);
        }

        return count;
    }
}
