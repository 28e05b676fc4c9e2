using Npgsql;

namespace TemplateWorker.Storage.Maintenance;

/// <summary>Makes the months' partitions that are missing.</summary>
internal static class MakePartitions
{
    private const string Missing = """
        select p.parent || to_char(m.month, '_YYYY_MM')
        from unnest(array['history', 'logs']) p(parent)
        cross join generate_series(
            date_trunc('month', now() at time zone 'UTC'), date_trunc('month', now() at time zone 'UTC') + interval '2 months', interval '1 month')
            m(month)
        where to_regclass(p.parent || to_char(m.month, '_YYYY_MM')) is null
        order by 1
        """;

    // A table that is made first and attached then does not lock the parent against those who write to it.
    private const string Make = """
        do $$
        declare
            parent text;
            month timestamp;
            child text;
        begin
            foreach parent in array array['history', 'logs'] loop
                for i in 0..2 loop
                    month := date_trunc('month', now() at time zone 'UTC') + make_interval(months => i);
                    child := parent || to_char(month, '_YYYY_MM');
                    if to_regclass(child) is null then
                        execute format('create table %I (like %I including all)', child, parent);
                        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                            parent, child,
                            to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
                            to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
                    end if;
                end loop;
            end loop;
        end $$
        """;

    /// <returns>The names of those that were made.</returns>
    public static Task<IReadOnlyList<string>> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        MaintenanceTransaction.RunAsync(
            connection,
            async () =>
            {
                var missing = await ReadMissingAsync(connection, cancellationToken);
                if (missing.Count > 0)
                {
                    await using var make = new NpgsqlCommand(Make, connection);
                    await make.ExecuteNonQueryAsync(cancellationToken);
                }

                return missing;
            },
            cancellationToken);

    private static async Task<IReadOnlyList<string>> ReadMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Missing, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
