using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>One key of a tenant.</summary>
internal static class ReadKey
{
    private const string Sql = """
        select coalesce(k.value, 'null'), k.xmin, k.created_at, k.last_updated_at, x.expires_at, x.expires_at - now(), k.ctid
        from tenant_kv k
        left join tenant_kv_expiry x on x.owner_type = $1 and x.owner_id = $2 and x.key = $3 and x.scopes = $4::text[]
        where k.owner_type = $1 and k.owner_id = $2 and k.key = $3 and k.key collate "C" = $3 and k.scopes = $4::text[]
        """;

    public static KeyRecord? Execute(Database database, NpgsqlConnection connection, TenantId tenant, KeyName name)
    {
        using var command = Command(connection, tenant, name);
        database.Prepare(command);
        using var reader = command.ExecuteReader();
        return reader.Read() ? KeyRow.Read(reader, name, 0) : null;
    }

    public static async Task<KeyRecord?> ExecuteAsync(
        Database database, NpgsqlConnection connection, TenantId tenant, KeyName name, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, tenant, name);
        await database.PrepareAsync(command, cancellationToken);
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
