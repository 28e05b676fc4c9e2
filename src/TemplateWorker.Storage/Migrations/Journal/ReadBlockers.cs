using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Names the sessions that a backend waits for.</summary>
internal static class ReadBlockers
{
    // A role without pg_read_all_stats sees the pid alone of other roles' sessions, which still tells whom to ask about.
    private const string Sql = """
        select format('pid %s, %s%s, %s for %s s: %s', pid, coalesce(usename, 'unknown role'),
            case when application_name <> '' then ' (' || application_name || ')' else '' end,
            coalesce(state, 'unknown state'), coalesce(extract(epoch from clock_timestamp() - xact_start)::int::text, '?'),
            coalesce(left(regexp_replace(query, '\s+', ' ', 'g'), 120), 'unknown query'))
        from pg_stat_activity
        where pid = any(pg_blocking_pids($1))
        order by pid
        """;

    public static async Task<IReadOnlyList<string>> ExecuteAsync(NpgsqlConnection connection, int backend, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = backend } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> blockers = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            blockers.Add(reader.GetString(0));
        }

        return blockers;
    }
}
