using Npgsql;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Notes in the journal that a migration was applied.</summary>
internal static class WriteJournal
{
    private const string Sql = """
        insert into _migrations_applied (id, duration_ms, program_version, host, checksum, statements) values ($1, $2, $3, $4, $5, $6)
        """;

    /// <param name="connection">With the migration's transaction.</param>
    /// <param name="migration">Which.</param>
    /// <param name="duration">How long it took; null where its effects were there already.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static async Task ExecuteAsync(NpgsqlConnection connection, Migration migration, TimeSpan? duration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = migration.Id },
                new() { Value = duration is { } time ? (long)time.TotalMilliseconds : DBNull.Value },
                new() { Value = ThisProgram.Version },
                new() { Value = ThisProgram.Host },
                new() { Value = migration.Checksum },
                new() { Value = migration.Statements.Select(statement => statement.Normal).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
