using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Reads which migrations a database has had, whichever columns its journal has.</summary>
internal static class ReadJournal
{
    private const string ExistsSql = "select to_regclass('_migrations_applied') is not null";

    private const string Sql = """
        select id, applied_at, (row ->> 'duration_ms')::bigint, row ->> 'program_version', row ->> 'host', row ->> 'checksum', (row -> 'statements')::text
        from (select id, applied_at, to_jsonb(m) as row from _migrations_applied m) journal
        order by applied_at, id
        """;

    /// <returns>The rows, oldest first; null when there is no journal.</returns>
    public static async Task<IReadOnlyList<JournalRow>?> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(ExistsSql, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return null;
        }

        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<JournalRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new JournalRow
            {
                Id = reader.GetString(0),
                AppliedAt = reader.GetFieldValue<DateTimeOffset>(1),
                Duration = reader.IsDBNull(2) ? null : TimeSpan.FromMilliseconds(reader.GetInt64(2)),
                ProgramVersion = Text(3),
                Host = Text(4),
                Checksum = Text(5),
                Statements = JournalRow.ReadTexts(Text(6)),
            });
        }

        return rows;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }
}
