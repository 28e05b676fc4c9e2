using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>Stores one value, whatever was there, under the tenant's lock.</summary>
internal static class PutKey
{
    private const string Sql = """
        with expiring as (
            insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at)
            select $1, $2, $3, $4::text[], now() + $6
            where $6 is not null
            on conflict (owner_type, owner_id, key, scopes) do update set expires_at = excluded.expires_at, hops = excluded.hops
        ), endless as (
            delete from tenant_kv_expiry
            where $6 is null and owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[]
        )
        insert into tenant_kv as k (owner_type, owner_id, key, scopes, value)
        values ($1, $2, $3, $4::text[], $5)
        on conflict (owner_id, owner_type, key, scopes) do update
            set value = excluded.value, last_updated_at = now(), created_at = case when (
                select x.expires_at
                from tenant_kv_expiry x
                where x.owner_type = $1 and x.owner_id = $2 and x.key = $3 and x.scopes = $4::text[]
            ) <= now() then now() else k.created_at end
        returning value, xmin, created_at, last_updated_at, now() + $6, $6, k.ctid
        """;

    public static async Task<KeyRecord> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, string json, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal).AddJson(json);
        write.Parameters.Add(new NpgsqlParameter { Value = ttl is { } time ? time : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return KeyRow.Read(reader, name, 0);
    }
}
