using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Storage.Audited;

/// <summary>Replays and drops deliveries, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedDeliveries(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="DeliveryStore.ReplayAsync"/>.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<ReplayedDeliveries> ReplayAsync(Actor by, DeliveryFilter filter, int maxQueued, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new DeliveryStore(transaction).ReplayAsync(filter, maxQueued, token),
        replayed => Entry("deliveries.replay", filter, replayed.Count), cancellationToken);

    /// <summary>As <see cref="DeliveryStore.DropAsync"/>.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DropAsync(Actor by, DeliveryFilter filter, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new DeliveryStore(transaction).DropAsync(filter, token),
        count => Entry("deliveries.drop", filter, count), cancellationToken);

    private static AuditEntry? Entry(string action, DeliveryFilter filter, int count) => count == 0 ? null : new AuditEntry
    {
        Action = action,
        Tenant = filter.Tenant,
        Subject = filter.Template ?? "",
        After = AuditedSelection.Of(
            count,
            ("ids", filter.Ids is null ? null : new JsonArray([.. filter.Ids.Select(id => (JsonNode?)id)])),
            ("state", filter.State?.ToString()),
            ("event", filter.EventName),
            ("reason", filter.Reason)),
    };
}
