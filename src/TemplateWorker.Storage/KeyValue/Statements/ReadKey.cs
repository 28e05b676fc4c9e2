using Npgsql;

namespace TemplateWorker.Storage.KeyValue.Statements;

/// <summary>One key of a tenant.</summary>
internal static class ReadKey
{
    private const string Sql = """
        select coalesce(value, 'null'), xmin, created_at, last_updated_at
        from tenant_kv
        where owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[]
        """;

    public static KeyRecord? Execute(NpgsqlConnection connection, TenantId tenant, KeyName name)
    {
        using var command = Command(connection, tenant, name);
        using var reader = command.ExecuteReader();
        return reader.Read() ? KeyRow.Read(reader, name, 0) : null;
    }

    public static async Task<KeyRecord?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, tenant, name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? KeyRow.Read(reader, name, 0) : null;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantId tenant, KeyName name)
    {
        var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal);
        return command;
    }
}
