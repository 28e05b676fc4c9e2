using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>
/// Keeps tables in shape. Each piece of work is done by one process at a time: while another does it, a method does nothing
/// and says so. None waits for a lock for more than two seconds; it fails then, having done nothing. Safe for concurrent use.
/// </summary>
public sealed class MaintenanceStore(Database database)
{
    private const int TokensPerPass = 1_000;

    /// <summary>The names of partitions of this month and the next two that are missing, and of months whose rows are in a default partition.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<string>> ListMissingPartitionsAsync(CancellationToken cancellationToken) => database.UseAsync<IReadOnlyList<string>>(
        async (connection, token) => [.. (await MakePartitions.ReadMissingAsync(connection, token)).Select(partition => partition.Name)], cancellationToken);

    /// <summary>Makes the missing partitions of history, logs and the audit log for this month and the next two, in UTC.</summary>
    /// <returns>The partitions that were made.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<string>> MakePartitionsAsync(CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => MakePartitions.ExecuteAsync(connection, token), cancellationToken);

    /// <summary>Drops the partitions that hold nothing younger than their retention, and that carry a name of ours.</summary>
    /// <returns>The partitions that were dropped.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<IReadOnlyList<string>> DropPartitionsAsync(
        TimeSpan historyRetention, TimeSpan logRetention, TimeSpan auditRetention, CancellationToken cancellationToken) =>
    [
        .. await DropAsync("history", historyRetention, cancellationToken),
        .. await DropAsync("logs", logRetention, cancellationToken),
        .. await DropAsync("audit_log", auditRetention, cancellationToken),
    ];

    /// <summary>Forgets supervisors whose lease ended longer ago than this.</summary>
    /// <returns>How many were forgotten.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> ForgetSupervisorsAsync(TimeSpan after, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ForgetSupervisors.ExecuteAsync(connection, after, token), cancellationToken);

    /// <summary>Forgets tokens that were revoked or expired longer ago than this, at most 1,000 of them.</summary>
    /// <returns>How many were forgotten.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> ForgetTokensAsync(TimeSpan after, CancellationToken cancellationToken) =>
        new TokenStore(database).RemoveEndedAsync(after, TokensPerPass, cancellationToken);

    private Task<IReadOnlyList<string>> DropAsync(string table, TimeSpan retention, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => DropPartitions.ExecuteAsync(connection, table, retention, token), cancellationToken);
}
