using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Feeding;

/// <summary>Which of some tenants are banned or suspended.</summary>
internal static class ReadBanned
{
    private const string Sql = """
        select t.owner_type, t.owner_id
        from unnest($1::text[], $2::text[]) as t(owner_type, owner_id)
        cross join lateral (
            select from tenant_state s where s.owner_type = t.owner_type and s.owner_id = t.owner_id and s.banned
            union all
            select from tenants s where s.owner_type = t.owner_type and s.owner_id = t.owner_id and s.suspended_at is not null
            limit 1
        ) s
        """;

    public static async Task<IReadOnlyList<TenantId>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<TenantId> tenants, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters
            .AddArray(tenants.Select(tenant => tenant.OwnerType).ToList(), NpgsqlDbType.Text)
            .AddArray(tenants.Select(tenant => tenant.OwnerId).ToList(), NpgsqlDbType.Text);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var banned = new List<TenantId>();
        while (await reader.ReadAsync(cancellationToken))
        {
            banned.Add(new TenantId(reader.GetString(0), reader.GetString(1)));
        }

        return banned;
    }
}
