using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Due;

/// <summary>Tells templates that a supervisor has started. Safe for concurrent use.</summary>
public sealed class StartupStore(Database database)
{
    /// <summary>The event that templates subscribe to.</summary>
    public const string EventName = "startup";

    /// <summary>Reads a page of the tenants that have a template subscribed.</summary>
    /// <param name="after">The last tenant of the page before; null for the first page.</param>
    /// <param name="limit">The most that are returned; fewer mean that there are no more.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<TenantId>> ListAsync(TenantId? after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListSubscribed.ExecuteAsync(connection, after, limit, token), cancellationToken);

    /// <summary>
    /// Stores the event for these tenants, one each, and wakes their slots, in one transaction. Banned tenants, those that
    /// no longer subscribe and those whose queue is full are passed over.
    /// </summary>
    /// <param name="dataJson">The payload.</param>
    /// <param name="limits">How many deliveries of a tenant may wait.</param>
    /// <returns>How many deliveries were made.</returns>
    /// <exception cref="StorageException">The database failed; nothing was stored.</exception>
    public Task<int> TellAsync(IReadOnlyList<TenantId> tenants, string dataJson, LimitOptions limits, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => TellStartup.ExecuteAsync(connection, tenants, dataJson, limits, database.QueueFloors, token), cancellationToken);
}
