using Npgsql;

namespace TemplateWorker.Storage.Tenants.Statements;

/// <summary>Looks for anything of a tenant, where it is most likely first.</summary>
internal static class FindTenant
{
    private const string Sql = """
        select exists (select from templates where owner_type = $1 and owner_id = $2)
            or exists (select from tenant_state where owner_type = $1 and owner_id = $2)
            or exists (select from tenant_kv where owner_type = $1 and owner_id = $2)
            or exists (select from schedules where owner_type = $1 and owner_id = $2)
            or exists (select from deliveries where owner_type = $1 and owner_id = $2)
            or exists (select from delayed_deliveries where owner_type = $1 and owner_id = $2)
            or exists (select from dead_letters where owner_type = $1 and owner_id = $2)
            or exists (select from lane_holds where owner_type = $1 and owner_id = $2)
            or exists (select from history where owner_type = $1 and owner_id = $2)
            or exists (select from logs where owner_type = $1 and owner_id = $2)
        """;

    public static async Task<bool> ExecuteAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
