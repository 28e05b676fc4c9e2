using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Storage.Templates;

/// <summary>All active templates of a tenant, one of them with its content, and whether it is banned or suspended.</summary>
internal static class ReadActiveTemplates
{
    // There is always a row, for the ban; without templates it has no name.
    private const string Sql = """
        select b.banned, t.name, v.version, encode(v.checksum, 'hex'), case when t.name = w.template then v.files end,
            case when t.name = w.template then v.settings end, v.subscriptions, p.max_attempts, p.backoff_base, p.backoff_cap, p.on_exhausted,
            case when t.name = w.template then v.code end
        from (
            select exists (select from tenant_state where owner_type = $1 and owner_id = $2 and banned)
                or exists (select from tenants where owner_type = $1 and owner_id = $2 and suspended_at is not null)
        ) b(banned)
        cross join (
            select coalesce($3, (
                select min(template collate "C") from template_subscriptions where owner_type = $1 and owner_id = $2 and event = $4
            ))
        ) w(template)
        left join templates t on t.owner_type = $1 and t.owner_id = $2
        left join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name
            and v.version = t.active_version
        left join template_policies p on p.owner_type = t.owner_type and p.owner_id = t.owner_id and p.template = t.name
        order by t.name collate "C"
        """;

    public static TenantTemplates Execute(Database database, NpgsqlConnection connection, TenantId tenant, string? template, string? eventName)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(template).AddText(eventName);
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
                    Checksum = reader.GetString(3),
                    Files = reader.IsDBNull(4) ? ActiveTemplate.NotRead : TemplateFiles.FromJson(reader.GetString(4)),
                    SettingsJson = reader.IsDBNull(5) ? "{}" : reader.GetString(5),
                    Subscriptions = reader.GetFieldValue<string[]>(6),
                    Code = reader.IsDBNull(11) ? ActiveTemplate.NotRead : TemplateFiles.FromJson(reader.GetString(11)),
                    Policy = PolicyRow.Read(reader, 7),
                });
            }
        }

        return new TenantTemplates(banned, templates);
    }
}
