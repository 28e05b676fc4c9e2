using Npgsql;

namespace TemplateWorker.Storage.Audited;

/// <summary>The active version of a template.</summary>
internal static class ReadActiveVersion
{
    private const string Sql = "select active_version from templates where owner_type = $1 and owner_id = $2 and name = $3";

    /// <returns>Null when there is no such template.</returns>
    public static async Task<int?> ExecuteAsync(NpgsqlConnection connection, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(name);
        return (int?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
