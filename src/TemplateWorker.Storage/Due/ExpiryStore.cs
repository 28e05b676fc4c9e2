using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Due;

/// <summary>Removes the keys that have expired. Safe for concurrent use, in several processes too.</summary>
public sealed class ExpiryStore(Database database)
{
    /// <summary>The event that a tenant's templates get for each key that expired.</summary>
    public const string EventName = "key.expired";

    /// <summary>How long until the next key expires, by the database's clock; zero or less when one has expired, null when no key has an expiry.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => UntilNext.ExecuteAsync(connection, "tenant_kv_expiry", "expires_at", token), cancellationToken);

    /// <summary>
    /// Removes a batch of expired keys, those that expired first, and stores <see cref="EventName"/> for the templates that
    /// subscribe to it, in one transaction under the tenants' locks. A key that was written meanwhile stays. The keys of
    /// banned tenants are removed without an event.
    /// </summary>
    /// <param name="batch">The most keys of one pass.</param>
    /// <exception cref="StorageException">The database failed; nothing was removed.</exception>
    public Task<ExpiredKeys> SweepAsync(int batch, CancellationToken cancellationToken) =>
        database.UseAsync(
            async (connection, token) =>
            {
                var due = await ReadExpired.ExecuteAsync(connection, batch, token);
                return due.Count == 0
                    ? new ExpiredKeys(0, 0, 0)
                    : await RemoveExpired.ExecuteAsync(connection, due, token);
            },
            cancellationToken);
}
