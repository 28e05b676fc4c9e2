using Npgsql;

namespace TemplateWorker.Storage.Due;

/// <summary>The keys that expired first. Nothing is locked: a row must not be locked before its tenant.</summary>
internal static class ReadExpired
{
    // What has expired is not a matter of tenants, so this names none.
    private const string Sql = """
        select owner_type, owner_id, key, scopes::text
        from tenant_kv_expiry
        where expires_at <= now()
        order by expires_at
        limit $1
        """;

    public static async Task<DueKeys> ExecuteAsync(NpgsqlConnection connection, int batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddNumber(batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new DueKeys();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
        }

        return due;
    }
}
