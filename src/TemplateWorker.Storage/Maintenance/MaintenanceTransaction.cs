using Npgsql;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>A transaction that one process at a time is in, and that waits for no lock for long.</summary>
/// <remarks>
/// Whatever else wants a table queues behind a transaction that waits to lock it, so all commits wait as long as this one does.
/// One that does not get its lock is tried again later.
/// </remarks>
internal static class MaintenanceTransaction
{
    // Two numbers, so that no tenant's lock, which is one, can be the same.
    private const string Enter = "select set_config('lock_timeout', '80ms', true), pg_try_advisory_xact_lock(5526349, 1)";

    /// <summary>Runs the work and commits; does nothing when another process is in.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        NpgsqlConnection connection, Func<Task<IReadOnlyList<string>>> work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!await IsFirstAsync(connection, cancellationToken))
        {
            return [];
        }

        var done = await work();
        await transaction.CommitAsync(cancellationToken);
        return done;
    }

    private static async Task<bool> IsFirstAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Enter, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(1);
    }
}
