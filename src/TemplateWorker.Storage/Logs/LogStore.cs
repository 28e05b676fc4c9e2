using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Logs;

/// <summary>What templates wrote. Every method is one round trip. Safe for concurrent use.</summary>
public sealed class LogStore(Database database)
{
    /// <summary>Stores lines, all or none.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task WriteAsync(IReadOnlyList<LogLine> lines, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => WriteLogs.ExecuteAsync(connection, lines, token), cancellationToken);

    /// <summary>Reads a page of a tenant's lines, the newest first.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<LogLine>> ListAsync(LogFilter filter, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListLogs.ExecuteAsync(connection, filter, token), cancellationToken);
}
