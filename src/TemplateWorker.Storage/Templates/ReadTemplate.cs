using Npgsql;

namespace TemplateWorker.Storage.Templates;

/// <summary>A template's active version and a list of all its versions.</summary>
internal static class ReadTemplate
{
    // The content comes with the active version only: the others would make the answer many times as large.
    private const string Sql = """
        select v.version, v.published_at, v.checksum, t.created_at, t.updated_at, v.version = t.active_version,
            case when v.version = t.active_version then v.files end,
            case when v.version = t.active_version then v.settings end,
            v.subscriptions
        from templates t
        join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name
        where t.owner_type = $1 and t.owner_id = $2 and t.name = $3
        order by v.version
        """;

    public static async Task<TemplateDetails?> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(name);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<TemplateVersion> versions = [];
        TemplateDetails? details = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add(new TemplateVersion(
                reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<byte[]>(2)));
            if (reader.GetBoolean(5))
            {
                var active = new ActiveTemplate
                {
                    Name = name,
                    Version = reader.GetInt32(0),
                    Checksum = Convert.ToHexStringLower(versions[^1].Checksum),
                    Files = TemplateFiles.FromJson(reader.GetString(6)),
                    SettingsJson = reader.GetString(7),
                    Subscriptions = reader.GetFieldValue<string[]>(8),
                };
                details = new TemplateDetails(
                    active, versions, reader.GetFieldValue<DateTimeOffset>(3), reader.GetFieldValue<DateTimeOffset>(4));
            }
        }

        return details;
    }
}
