using Npgsql;

namespace TemplateWorker.Storage.Policies;

/// <summary>The policy in force for a template.</summary>
internal static class ReadPolicy
{
    private const string Sql = """
        select p.max_attempts, p.backoff_base, p.backoff_cap, p.on_exhausted
        from templates t
        left join template_policies p on p.owner_type = t.owner_type and p.owner_id = t.owner_id and p.template = t.name
        where t.owner_type = $1 and t.owner_id = $2 and t.name = $3
        """;

    public static async Task<TemplatePolicy?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string template, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(template);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new TemplatePolicy(PolicyRow.Read(reader, 0), IsOwn: !reader.IsDBNull(0)) : null;
    }
}
