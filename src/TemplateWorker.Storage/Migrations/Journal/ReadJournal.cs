using Npgsql;

namespace TemplateWorker.Storage.Migrations.Journal;

/// <summary>Reads which migrations a database has had.</summary>
internal static class ReadJournal
{
    private const string ExistsSql = "select to_regclass('_migrations_applied') is not null";
    private const string Sql = "select id from _migrations_applied order by applied_at, id";

    /// <returns>The ids, oldest first; empty when there is no journal.</returns>
    public static async Task<IReadOnlyCollection<string>> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(ExistsSql, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return [];
        }

        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> ids = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetString(0));
        }

        return ids;
    }
}
