using Npgsql;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Removes the row of a migration that was undone.</summary>
internal static class RemoveFromJournal
{
    private const string Sql = "delete from _migrations_applied where id = $1";

    public static async Task ExecuteAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = migration.Id } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
