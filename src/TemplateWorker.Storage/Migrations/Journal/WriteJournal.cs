using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Notes in the journal that a migration was applied.</summary>
internal static class WriteJournal
{
    private const string Sql = "insert into _migrations_applied (id, duration_ms) values ($1, $2)";

    public static async Task ExecuteAsync(NpgsqlConnection connection, string id, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new() { Value = id }, new() { Value = (long)duration.TotalMilliseconds } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
