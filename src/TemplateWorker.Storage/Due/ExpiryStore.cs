using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>Removes the keys that have expired. Safe for concurrent use, in several processes too.</summary>
public sealed class ExpiryStore(Database database)
{
    /// <summary>The event that a tenant's templates get for each key that expired.</summary>
    public const string EventName = "key.expired";

    // Removed rows stay in the index until a vacuum, which a snapshot that is held somewhere may keep off for hours. So a pass
    // begins where the last one ended, less the time that a commit may take; and now and then at the very beginning.
    private readonly PassedTimes _passed = new();

    /// <summary>How long until the next key expires, by the database's clock; zero or less when one has expired, null when no key has an expiry.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => UntilNext.ExecuteAsync(connection, "tenant_kv_expiry", "expires_at", _passed, token), cancellationToken);

    /// <summary>
    /// Removes a batch of expired keys, those that expired first, and stores <see cref="EventName"/> for the templates that
    /// subscribe to it, in one transaction under the tenants' locks. A key that was written meanwhile stays. The keys of
    /// banned tenants are removed without an event, and so are those of a tenant whose queue is full.
    /// </summary>
    /// <remarks>
    /// The batch is divided evenly between the tenants. It waits for no lock: the keys of a tenant that another session holds, and keys whose
    /// rows it holds, stay for a later pass.
    /// </remarks>
    /// <param name="batch">The most keys of one pass.</param>
    /// <param name="limits">How many deliveries of a tenant may wait, and how long a chain of events may be.</param>
    /// <exception cref="StorageException">The database failed; nothing was removed.</exception>
    public Task<ExpiredKeys> SweepAsync(int batch, LimitOptions limits, CancellationToken cancellationToken) =>
        database.UseAsync(
            async (connection, token) =>
            {
                var due = await ReadExpired.ExecuteAsync(connection, batch, _passed.From, limits, database.QueueFloors, token);
                return due.Count == 0
                    ? new ExpiredKeys(0, 0, 0)
                    : await RemoveExpired.ExecuteAsync(connection, due, token);
            },
            cancellationToken);
}
