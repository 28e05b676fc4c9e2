using Npgsql;

namespace TemplateWorker.Storage.KeyValue.Statements;

/// <summary>Stores one value, whatever was there, under the tenant's lock.</summary>
internal static class PutKey
{
    private const string Sql = """
        insert into tenant_kv (owner_type, owner_id, key, scopes, value)
        values ($1, $2, $3, $4::text[], $5)
        on conflict (owner_id, owner_type, key, scopes)
            do update set value = excluded.value, last_updated_at = now()
        returning value, xmin, created_at, last_updated_at
        """;

    public static async Task<KeyRecord> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, string json, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal).AddJson(json);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return KeyRow.Read(reader, name, 0);
    }
}
