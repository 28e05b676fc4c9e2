using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>Removes a tenant from every table.</summary>
/// <remarks>
/// The tenant is banned first, so that nothing new begins for it. Rows go in bounded transactions. What runs that were under way have written
/// meanwhile goes with the last one, which holds the tenant's lock and removes the ban, too.
/// </remarks>
internal sealed class TenantDeletion(Database database)
{
    private const int RowsOfTransaction = 2_000;

    /// <summary>Removes it.</summary>
    /// <param name="tenant">Which.</param>
    /// <param name="runsEnd">How long a run may take that was under way when the ban came.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The rows that each table had; empty when the tenant had none.</returns>
    /// <exception cref="StorageException">The database failed. The tenant is banned and partly there; a repetition removes the rest.</exception>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(
        TenantId tenant, TimeSpan runsEnd, TimeProvider time, CancellationToken cancellationToken)
    {
        var removed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var tables = await database.UseAsync(TenantTable.AllAsync, cancellationToken);
        if (!await HasRowsAsync(tenant, tables, cancellationToken))
        {
            return removed;
        }

        var banned = time.GetTimestamp();
        await new TenantStateStore(database).SetBannedAsync(tenant, true, cancellationToken);

        // The versions of templates go with them, and the state is last.
        var order = tables.Where(table => table.Name is not (TenantTable.TemplateVersions or "tenant_state")).Reverse().ToList();
        foreach (var table in order)
        {
            await RemoveAsync(tenant, table, removed, cancellationToken);
        }

        var left = runsEnd - time.GetElapsedTime(banned);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken);
        }

        foreach (var (table, rows) in await RemoveRestAsync(tenant, [.. order, .. tables.Where(table => table.Name == "tenant_state")], cancellationToken))
        {
            Add(removed, table, rows);
        }

        return removed;
    }

    private static void Add(SortedDictionary<string, long> removed, string table, long rows)
    {
        if (rows > 0)
        {
            removed[table] = removed.GetValueOrDefault(table) + rows;
        }
    }

    private Task<bool> HasRowsAsync(TenantId tenant, IReadOnlyList<TenantTable> tables, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            foreach (var table in tables)
            {
                await using var command = new NpgsqlCommand($"select exists ({table.AnySql})", connection);
                command.Parameters.AddTenant(tenant);
                if ((bool)(await command.ExecuteScalarAsync(token))!)
                {
                    return true;
                }
            }

            return false;
        },
        cancellationToken);

    private async Task RemoveAsync(TenantId tenant, TenantTable table, SortedDictionary<string, long> removed, CancellationToken cancellationToken)
    {
        int rows;
        do
        {
            rows = await database.UseAsync(
                async (connection, token) =>
                {
                    await using var command = new NpgsqlCommand(table.DeleteSql(RowsOfTransaction), connection);
                    command.Parameters.AddTenant(tenant);
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
            Add(removed, table.Name, rows);
        }
        while (rows == RowsOfTransaction);
    }

    private Task<List<(string Table, long Rows)>> RemoveRestAsync(TenantId tenant, IReadOnlyList<TenantTable> tables, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            TenantLock.AddTo(batch, tenant);
            foreach (var table in tables)
            {
                var command = new NpgsqlBatchCommand(table.DeleteSql(int.MaxValue));
                command.Parameters.AddTenant(tenant);
                batch.BatchCommands.Add(command);
            }

            await using (var reader = await batch.ExecuteReaderAsync(token))
            {
                while (await reader.NextResultAsync(token))
                {
                    // Counts are in the commands once all results are read.
                }
            }

            return tables.Select((table, i) => (table.Name, (long)batch.BatchCommands[i + 2].RecordsAffected)).ToList();
        },
        cancellationToken);
}
