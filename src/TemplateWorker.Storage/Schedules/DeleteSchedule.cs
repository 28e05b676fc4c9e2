using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>Removes one schedule under the tenant's lock.</summary>
internal static class DeleteSchedule
{
    private const string Sql = "delete from schedules where owner_type = $1 and owner_id = $2 and name = $3";

    /// <returns>Whether it was there.</returns>
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
