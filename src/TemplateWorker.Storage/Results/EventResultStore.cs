using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Idempotency;

namespace TemplateWorker.Storage.Results;

/// <summary>What became of stored events. Safe for concurrent use.</summary>
public sealed class EventResultStore(Database database)
{
    private readonly PassedTimes _passed = new();

    /// <summary>
    /// The deliveries of an event, by template; none when the tenant has no such event, or nothing of it is kept. One round trip, which reads the
    /// tenant's lanes as far as the event may be in them.
    /// </summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<EventDelivery>> ReadAsync(TenantId tenant, Guid eventId, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadEvent.ExecuteAsync(database, connection, tenant, eventId, token), cancellationToken);

    /// <summary>Which of some deliveries are in no lane any more, because they are done, dead or dropped. One round trip.</summary>
    /// <param name="deliveries">Each with the slot of its tenant.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<long>> FindGoneAsync(IReadOnlyList<(int Slot, long Id)> deliveries, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => FindGone.ExecuteAsync(connection, deliveries, token), cancellationToken);

    /// <summary>
    /// Removes results that are older than <paramref name="keep"/> by the server's clock: the oldest first, at most <paramref name="batch"/> (at
    /// least 1), so that one call stays short.
    /// </summary>
    /// <returns>How many were removed; as many as <paramref name="batch"/> means that there may be more.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DeleteExpiredAsync(TimeSpan keep, int batch, CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => DeleteExpired.ExecuteAsync(connection, DeleteExpired.Results, keep, batch, _passed, token), cancellationToken);
}
