using Npgsql;

namespace TemplateWorker.Storage.KeyValue.Statements;

/// <summary>Removes one key under the tenant's lock.</summary>
internal static class DeleteKey
{
    private const string Sql = """
        delete from tenant_kv
        where owner_type = $1 and owner_id = $2 and key = $3 and scopes = $4::text[]
        """;

    /// <returns>Whether the key was there.</returns>
    public static async Task<bool> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, KeyName name, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name.Key).AddText(name.Scopes.Literal);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.CloseAsync();
        return write.RecordsAffected > 0;
    }
}
