using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>Makes the months' partitions that are missing.</summary>
internal static class MakePartitions
{
    // This month and the next two, and every month whose rows went to the default partition because it had none.
    private const string Missing = """
        select parent || to_char(month, '_YYYY_MM'), parent, month
        from (
            select parent, date_trunc('month', now() at time zone 'UTC') + make_interval(months => n) as month
            from unnest(array['history', 'logs', 'audit_log']) parent, generate_series(0, 2) n
            union
            select 'history', date_trunc('month', finished_at at time zone 'UTC') from history_default
            union
            select 'logs', date_trunc('month', logged_at at time zone 'UTC') from logs_default
            union
            select 'audit_log', date_trunc('month', at at time zone 'UTC') from audit_log_default
        ) wanted
        where to_regclass(parent || to_char(month, '_YYYY_MM')) is null
        order by 1
        """;

    // A table that is made first and attached then does not lock the parent against those who write to it. A dropped or made table
    // cannot be named by a parameter: parent and month reach the block through settings of the transaction.
    private const string Choose = "select set_config('template_worker.parent', $1, true), set_config('template_worker.month', $2::text, true)";

    private const string Make = """
        do $$
        declare
            parent text := current_setting('template_worker.parent');
            month timestamp := current_setting('template_worker.month')::timestamp;
            child text := parent || to_char(month, '_YYYY_MM');
            first text := to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00';
            past text := to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
            at text := case parent when 'history' then 'finished_at' when 'logs' then 'logged_at' else 'at' end;
        begin
            execute format('create table %I (like %I including all)', child, parent);
            execute format('with moved as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from moved',
                parent || '_default', at, first, at, past, child);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, child, first, past);
        end $$
        """;

    /// <returns>The names of those that were made.</returns>
    public static Task<IReadOnlyList<string>> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        MaintenanceTransaction.RunAsync(
            connection,
            async () =>
            {
                var missing = await ReadMissingAsync(connection, cancellationToken);
                foreach (var (_, parent, month) in missing)
                {
                    await using var batch = new NpgsqlBatch(connection);
                    var choose = new NpgsqlBatchCommand(Choose);
                    choose.Parameters.AddText(parent);
                    choose.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = month, NpgsqlDbType = NpgsqlDbType.Timestamp });
                    batch.BatchCommands.Add(choose);
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(Make));
                    await batch.ExecuteNonQueryAsync(cancellationToken);
                }

                return [.. missing.Select(partition => partition.Name)];
            },
            cancellationToken);

    /// <summary>The months' partitions that are missing, by name.</summary>
    public static async Task<List<(string Name, string Parent, DateTime Month)>> ReadMissingAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Missing, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<(string Name, string Parent, DateTime Month)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add((reader.GetString(0), reader.GetString(1), reader.GetDateTime(2)));
        }

        return names;
    }
}
