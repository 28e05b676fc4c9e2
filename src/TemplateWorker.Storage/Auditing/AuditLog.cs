using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Auditing;

/// <summary>The audit log: who changed what. Lines are added and read, never changed. Safe for concurrent use.</summary>
public sealed class AuditLog(Database database)
{
    /// <summary>A page of the log, the newest line first. A full page means that there may be more.</summary>
    /// <exception cref="ArgumentException">The filter's limit is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<AuditRecord>> ListAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > AuditFilter.MaxLimit)
        {
            throw new ArgumentException($"The limit must be 1 to {AuditFilter.MaxLimit}, was {filter.Limit}.", nameof(filter));
        }

        return database.UseAsync((connection, token) => ListAudit.ExecuteAsync(connection, filter, token), cancellationToken);
    }

    /// <summary>Records what changes nothing in the database, such as the restart of a worker; before it is done.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task RecordAsync(Actor by, AuditEntry entry, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            await WriteAudit.ExecuteAsync(connection, by, entry, token);
            return true;
        },
        cancellationToken);

    /// <summary>Changes something and records it, in one transaction: neither is there without the other.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="change">Makes the change by the database that it is given, whose work is all in the transaction.</param>
    /// <param name="entry">Describes what was done; null when nothing was.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed; nothing was changed.</exception>
    internal Task<T> ChangeAsync<T>(
        Actor by, Func<Database, CancellationToken, Task<T>> change, Func<T, AuditEntry?> entry, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (transaction, connection, token) =>
            {
                var result = await change(transaction, token);
                if (entry(result) is { } done)
                {
                    await WriteAudit.ExecuteAsync(connection, by, done, token);
                }

                return result;
            },
            cancellationToken);
}
