using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Finds out whether a database takes writes, without writing any row. Safe for concurrent use.</summary>
public sealed class WriteCheck(Database database)
{
    private const string ReadOnly = "select current_setting('transaction_read_only')::bool or pg_is_in_recovery()";

    // More rows than fit the memory that one step of a query may use go to a temporary file, which a full disk refuses.
    private const string SmallMemory = "select set_config('work_mem', '64kB', true)";
    private const string Spill = "select count(*) from generate_series(1, 50000)";

    /// <summary>Checks that the server is not read-only and, if asked to, that its disk takes a temporary file of some 700 KB.</summary>
    /// <exception cref="StorageException">
    /// It is read-only (<see cref="StorageFault.ReadOnly"/>), has no room (<see cref="StorageFault.ServerResources"/>), or failed in another way.
    /// </exception>
    public async Task RequireAsync(bool withDisk, CancellationToken cancellationToken)
    {
        var isReadOnly = await database.UseAsync(
            async (connection, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(ReadOnly));
                if (withDisk)
                {
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(SmallMemory));
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(Spill));
                }

                await using var reader = await batch.ExecuteReaderAsync(token);
                await reader.ReadAsync(token);
                var answer = reader.GetBoolean(0);
                while (await reader.NextResultAsync(token))
                {
                }

                return answer;
            },
            cancellationToken);
        if (isReadOnly)
        {
            database.LeaveServer();
            throw new StorageException(
                StorageFault.ReadOnly,
                "The server is read-only: it is a standby, or default_transaction_read_only is on for the server, the database or the role.");
        }
    }
}
