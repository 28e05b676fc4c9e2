using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>Several keys of a tenant in one round trip.</summary>
internal static class ReadKeys
{
    // The limit is there for the plan: it keeps the index lookup inside the loop, however wrong the row estimates are.
    private const string Sql = """
        select u.no::int, k.value, k.xmin, k.created_at, k.last_updated_at, x.expires_at, x.expires_at - now(), k.ctid
        from unnest($3::text[], $4::text[]) with ordinality as u(key, scopes, no)
        cross join lateral (
            select coalesce(value, 'null') as value, xmin, created_at, last_updated_at, ctid
            from tenant_kv
            where owner_type = $1 and owner_id = $2 and key = u.key and key collate "C" = u.key and scopes = u.scopes::text[]
            limit 1
        ) k
        left join lateral (
            select expires_at
            from tenant_kv_expiry
            where owner_type = $1 and owner_id = $2 and key = u.key and scopes = u.scopes::text[]
            limit 1
        ) x on true
        """;

    /// <returns>One entry per name, in their order; null for an absent key.</returns>
    public static IReadOnlyList<KeyRecord?> Execute(
        Database database, NpgsqlConnection connection, TenantId tenant, IReadOnlyList<KeyName> names)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant)
            .AddTexts([.. names.Select(name => name.Key)])
            .AddTexts([.. names.Select(name => name.Scopes.Literal)]);
        database.Prepare(command);
        var records = new KeyRecord?[names.Count];
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var index = reader.GetInt32(0) - 1;
            records[index] = KeyRow.Read(reader, names[index], 1);
        }

        return records;
    }
}
