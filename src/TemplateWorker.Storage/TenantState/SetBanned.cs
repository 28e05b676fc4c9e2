using Npgsql;

namespace TemplateWorker.Storage.TenantState;

/// <summary>Bans a tenant, or lifts the ban, under the tenant's lock.</summary>
internal static class SetBanned
{
    // A row that says so already stays as it is: no new version, no notification.
    private const string Sql = """
        insert into tenant_state as s (owner_type, owner_id, banned) values ($1, $2, $3)
        on conflict (owner_id, owner_type)
            do update set banned = excluded.banned where s.banned is distinct from excluded.banned
        """;

    public static async Task ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, bool banned, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant);
        write.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = banned });
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.CloseAsync();
    }
}
