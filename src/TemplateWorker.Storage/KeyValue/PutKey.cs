using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>Stores one value, whatever was there, under the tenant's lock and within its quotas.</summary>
internal static class PutKey
{
    // The key is named in both collations, so that whichever index the planner takes leads to the row.
    private static readonly string Sql = $"""
        with present as materialized (
            select {KeySize.SqlOf("k")} as bytes
            from tenant_kv k
            where owner_type = $1 and owner_id = $2 and key = $3 and key collate "C" = $3 and scopes = $4::text[]
            limit 1
        ), growth as materialized (
            select 1 - (select count(*) from present) as keys,
                {KeySize.Sql("$3", "$4::text[]::text", "$5")} - coalesce((select bytes from present), 0) as bytes
        ), usage as materialized (
            select ctid as place, entries, bytes from tenant_usage where owner_type = $1 and owner_id = $2 and kind = 'keys'
        ), quota as materialized (
            select coalesce((select entries from usage), 0) as used_keys, keys, coalesce((select bytes from usage), 0) as used_bytes, bytes from growth
        ), allowed as materialized (
            select from quota where not (keys > 0 and used_keys + keys > $7) and not (bytes > 0 and used_bytes + bytes > $8)
        ), counted as (
            update tenant_usage t set entries = t.entries + q.keys, bytes = t.bytes + q.bytes
            from quota q
            where t.ctid = (select place from usage) and (q.keys <> 0 or q.bytes <> 0) and exists (select from allowed)
        ), first_counted as (
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            select $1, $2, 'keys', keys, bytes from quota where not exists (select from usage) and exists (select from allowed)
            on conflict (owner_type, owner_id, kind) do nothing
        ), expiring as (
            insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at)
            select $1, $2, $3, $4::text[], now() + $6
            where $6 is not null and exists (select from allowed)
            on conflict (owner_type, owner_id, key, scopes) do update set expires_at = excluded.expires_at, hops = excluded.hops
        ), endless as (
            delete from tenant_kv_expiry
            where $6 is null and owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[] and exists (select from allowed)
        ), stored as (
            insert into tenant_kv as k (owner_type, owner_id, key, scopes, value)
            select $1, $2, $3, $4::text[], $5 where exists (select from allowed)
            on conflict (owner_id, owner_type, key, scopes) do update
                set value = excluded.value, last_updated_at = now(), created_at = case when (
                    select x.expires_at
                    from tenant_kv_expiry x
                    where x.owner_type = $1 and x.owner_id = $2 and x.key = $3 and x.scopes = $4::text[]
                ) <= now() then now() else k.created_at end
            returning value, xmin as version, created_at, last_updated_at, k.ctid as place
        )
        select s.value, s.version, s.created_at, s.last_updated_at, now() + $6, $6, s.place, q.used_keys, q.keys, q.used_bytes, q.bytes
        from quota q
        left join stored s on true
        """;

    public static async Task<PutOutcome> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, string json, TimeSpan? ttl, KeyQuotas quotas, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal).AddJson(json);
        write.Parameters.Add(new NpgsqlParameter { Value = ttl is { } time ? time : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = quotas.Keys });
        write.Parameters.Add(new NpgsqlParameter<long> { TypedValue = quotas.Bytes });
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        QuotaUse[] uses =
        [
            new(Quota.Keys, reader.GetInt64(7), reader.GetInt64(8), quotas.Keys),
            new(Quota.Storage, reader.GetInt64(9), reader.GetInt64(10), quotas.Bytes),
        ];
        return reader.IsDBNull(0)
            ? new PutOutcome.OverQuota(uses.First(use => use.IsOver))
            : new PutOutcome.Stored(KeyRow.Read(reader, name, 0)) { Neared = [.. uses.Where(use => use.Nears)] };
    }
}
