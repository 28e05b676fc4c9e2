using Npgsql;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>Removes one key under the tenant's lock. A key that has expired is left to the sweep, which also stores the event for it.</summary>
internal static class DeleteKey
{
    private static readonly string Sql = $"""
        with expiry as materialized (
            select expires_at from tenant_kv_expiry where owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[]
        ), due as materialized (
            select from expiry where expires_at <= now()
        ), endless as (
            delete from tenant_kv_expiry
            where owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[] and not exists (select from due)
        ), gone as (
            delete from tenant_kv k
            where owner_type = $1 and owner_id = $2 and key = $3 and key collate "C" = $3 and scopes = $4::text[] and not exists (select from due)
            returning {KeySize.SqlOf("k")} as bytes
        ), counted as (
            update tenant_usage t set entries = t.entries - 1, bytes = t.bytes - g.bytes
            from gone g
            where t.ctid = (select ctid from tenant_usage where owner_type = $1 and owner_id = $2 and kind = 'keys')
        )
        select exists (select from gone)
        """;

    /// <returns>Whether the key was there.</returns>
    public static async Task<bool> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var isGone = reader.GetBoolean(0);
        await reader.CloseAsync();
        return isGone;
    }
}
