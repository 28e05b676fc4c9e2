using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Tells the database how many deliveries of a tenant may wait, for the events that other programs store in SQL. Safe for concurrent use.</summary>
public sealed class QueueLimitStore(Database database)
{
    /// <summary>Makes these the limits; the last call of all processes holds.</summary>
    /// <exception cref="StorageException">The database failed, or the role has no right to write the table.</exception>
    public Task WriteAsync(LimitOptions limits, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => WriteQueueLimits.ExecuteAsync(connection, limits, token), cancellationToken);
}
