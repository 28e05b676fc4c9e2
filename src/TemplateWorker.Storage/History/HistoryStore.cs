using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.History;

/// <summary>What happened to deliveries and immediate calls. Safe for concurrent use.</summary>
public sealed class HistoryStore(Database database)
{
    /// <summary>A page of a tenant's history, the newest first. As many as the limit means that there may be more.</summary>
    /// <exception cref="ArgumentException">The filter's limit is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<RecordedRun>> ListAsync(HistoryFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > HistoryFilter.MaxLimit)
        {
            throw new ArgumentException($"The limit must be 1 to {HistoryFilter.MaxLimit}, was {filter.Limit}.", nameof(filter));
        }

        return database.UseAsync((connection, token) => ListHistory.ExecuteAsync(connection, filter, token), cancellationToken);
    }
}
