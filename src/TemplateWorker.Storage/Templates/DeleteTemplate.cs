using Npgsql;

namespace TemplateWorker.Storage.Templates;

/// <summary>Removes a template with all its versions under the tenant's lock. A trigger keeps its last number.</summary>
internal static class DeleteTemplate
{
    private const string Sql = """
        delete from templates where owner_type = $1 and owner_id = $2 and name = $3
        """;

    /// <returns>Whether the template was there.</returns>
    public static async Task<bool> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.CloseAsync();
        return write.RecordsAffected > 0;
    }
}
