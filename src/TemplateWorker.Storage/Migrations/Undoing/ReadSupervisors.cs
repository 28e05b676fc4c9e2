using Npgsql;

namespace TemplateWorker.Storage.Migrations.Undoing;

/// <summary>Reads which supervisors live in a database, as far as it has a table for them.</summary>
internal static class ReadSupervisors
{
    private const string ExistsSql = "select to_regclass('supervisors') is not null";

    private const string Sql = "select name from supervisors where expires_at > now() order by name";

    public static async Task<IReadOnlyList<string>> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var exists = new NpgsqlCommand(ExistsSql, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return [];
        }

        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> names = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
