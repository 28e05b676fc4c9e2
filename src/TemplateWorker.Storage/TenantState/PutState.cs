using Npgsql;

namespace TemplateWorker.Storage.TenantState;

/// <summary>Replaces a tenant's data under the tenant's lock.</summary>
internal static class PutState
{
    private const string Sql = """
        insert into tenant_state (owner_type, owner_id, data) values ($1, $2, $3)
        on conflict (owner_id, owner_type) do update set data = excluded.data
        returning data, coalesce(array_remove(events, null), '{}'), coalesce(banned, false), xmin
        """;

    public static async Task<TenantStateRecord> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string dataJson, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddJson(dataJson);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return StateRow.Read(reader);
    }
}
