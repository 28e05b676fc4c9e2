using Npgsql;

namespace TemplateWorker.Storage.Templates;

/// <summary>A tenant's templates without their content.</summary>
internal static class ListTemplates
{
    private const string Sql = """
        select t.name, t.active_version, v.subscriptions, t.created_at, t.updated_at
        from templates t
        join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name
            and v.version = t.active_version
        where t.owner_type = $1 and t.owner_id = $2
        order by t.name collate "C"
        """;

    public static async Task<IReadOnlyList<TemplateSummary>> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<TemplateSummary> templates = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            templates.Add(new TemplateSummary
            {
                Name = reader.GetString(0),
                ActiveVersion = reader.GetInt32(1),
                Subscriptions = reader.GetFieldValue<string[]>(2),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(3),
                UpdatedAt = reader.GetFieldValue<DateTimeOffset>(4),
            });
        }

        return templates;
    }
}
