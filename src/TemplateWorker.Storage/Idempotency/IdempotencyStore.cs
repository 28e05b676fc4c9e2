using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>The recorded answers of events that carried an idempotency key, and how long keys are good. Safe for concurrent use.</summary>
public sealed class IdempotencyStore(Database database)
{
    private readonly PassedTimes _passedAnswers = new();
    private readonly PassedTimes _passedEvents = new();
    private readonly PassedTimes _passedActions = new();

    /// <summary>Reads what was recorded under a key: one entry per template that is done, none for an unknown key.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public IReadOnlyList<IdempotencyEntry> Read(TenantId tenant, string key) =>
        database.Use(connection => ReadIdempotency.Execute(database, connection, tenant, key));

    /// <summary>The id of the stored event to which a key belongs; null for an unknown key.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Guid? ReadEventId(TenantId tenant, string key) => database.Use(connection => ReadEventOfKey.Execute(connection, tenant, key));

    /// <summary>Forgets a key, of an immediate call and of a stored event: the next one with it is new.</summary>
    /// <returns>Whether anything was recorded under it.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> ForgetAsync(TenantId tenant, string key, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ForgetKey.ExecuteAsync(connection, tenant, key, token), cancellationToken);

    /// <summary>
    /// Removes entries, and keys of accepted events and of actions, that are older than <paramref name="keep"/> by the server's clock: the
    /// oldest first, and of each kind at most <paramref name="batch"/> (at least 1), so that one call stays short.
    /// </summary>
    /// <returns>The largest number of the three that were removed; as many as <paramref name="batch"/> means that there may be more.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DeleteExpiredAsync(TimeSpan keep, int batch, CancellationToken cancellationToken) =>
        database.UseAsync(
            async (connection, token) => Math.Max(
                await DeleteExpired.ExecuteAsync(connection, DeleteExpired.Answers, keep, batch, _passedAnswers, token),
                Math.Max(
                    await DeleteExpired.ExecuteAsync(connection, DeleteExpired.Events, keep, batch, _passedEvents, token),
                    await DeleteExpired.ExecuteAsync(connection, DeleteExpired.Actions, keep, batch, _passedActions, token))),
            cancellationToken);
}
