using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Storage.Templates;

/// <summary>All active templates of a tenant with their content, and whether it is banned.</summary>
internal static class ReadActiveTemplates
{
    // There is always a row, for the ban; without templates it has no name.
    private const string Sql = """
        select b.banned, t.name, v.version, v.files, v.settings, v.subscriptions,
            p.max_attempts, p.backoff_base, p.backoff_cap, p.on_exhausted
        from (select exists (select from tenant_state where owner_type = $1 and owner_id = $2 and banned)) b(banned)
        left join templates t on t.owner_type = $1 and t.owner_id = $2
        left join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name
            and v.version = t.active_version
        left join template_policies p on p.owner_type = t.owner_type and p.owner_id = t.owner_id and p.template = t.name
        order by t.name collate "C"
        """;

    public static TenantTemplates Execute(Database database, NpgsqlConnection connection, TenantId tenant)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant);
        database.Prepare(command);
        using var reader = command.ExecuteReader();
        var banned = false;
        List<ActiveTemplate> templates = [];
        while (reader.Read())
        {
            banned = reader.GetBoolean(0);
            if (!reader.IsDBNull(1))
            {
                templates.Add(new ActiveTemplate
                {
                    Name = reader.GetString(1),
                    Version = reader.GetInt32(2),
                    Files = TemplateFiles.FromJson(reader.GetString(3)),
                    SettingsJson = reader.GetString(4),
                    Subscriptions = reader.GetFieldValue<string[]>(5),
                    Policy = PolicyRow.Read(reader, 6),
                });
            }
        }

        return new TenantTemplates(banned, templates);
    }
}
