using Npgsql;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>Drops the partitions of a table whose every row is older than its retention.</summary>
internal static class DropPartitions
{
    // A dropped table cannot be named by a parameter; the names that the first statement finds reach the block through a
    // setting of the transaction. The end of a partition is read from its bounds, not from its name.
    private const string Choose = """
        select set_config('template_worker.partitions', coalesce(string_agg(c.oid::text, ','), ''), true), array_agg(c.relname::text order by c.relname)
        from pg_inherits i
        join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass($1)
            and c.relname ~ ('^' || $1 || '_[0-9]{4}_[0-9]{2}$')
            and substring(pg_get_expr(c.relpartbound, c.oid) from 'TO \(''([^'']+)''\)')::timestamptz <= now() - $2
        """;

    private const string Drop = """
        do $$
        declare
            partition text;
        begin
            foreach partition in array string_to_array(current_setting('template_worker.partitions'), ',') loop
                execute format('drop table %s', partition::oid::regclass);
            end loop;
        end $$
        """;

    /// <returns>The names of those that were dropped.</returns>
    public static Task<IReadOnlyList<string>> ExecuteAsync(
        NpgsqlConnection connection, string table, TimeSpan retention, CancellationToken cancellationToken) =>
        MaintenanceTransaction.RunAsync(
            connection,
            async () =>
            {
                var old = await ChooseAsync(connection, table, retention, cancellationToken);
                if (old.Count > 0)
                {
                    await using var drop = new NpgsqlCommand(Drop, connection);
                    await drop.ExecuteNonQueryAsync(cancellationToken);
                }

                return old;
            },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> ChooseAsync(
        NpgsqlConnection connection, string table, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Choose, connection);
        command.Parameters.AddText(table);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = retention });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return await reader.IsDBNullAsync(1, cancellationToken) ? [] : reader.GetFieldValue<string[]>(1);
    }
}
