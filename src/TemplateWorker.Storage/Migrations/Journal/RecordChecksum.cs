using Npgsql;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Records the statements of this program for a migration that is in the journal.</summary>
internal static class RecordChecksum
{
    private const string Sql = "update _migrations_applied set checksum = $2, statements = $3 where id = $1";

    public static async Task ExecuteAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = migration.Id },
                new() { Value = migration.Checksum },
                new() { Value = migration.Statements.Select(statement => statement.Normal).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
