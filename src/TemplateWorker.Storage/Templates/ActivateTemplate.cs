using Npgsql;

namespace TemplateWorker.Storage.Templates;

/// <summary>Makes an existing version of a template the active one, under the tenant's lock.</summary>
internal static class ActivateTemplate
{
    // A version that is active already is not written again: no one needs a notification. Updating and reading what was there
    // before fit one statement, because all its parts see the data as it was at the start.
    private const string Sql = """
        with activated as (
            update templates
            set active_version = $4, updated_at = now()
            where owner_type = $1 and owner_id = $2 and name = $3 and active_version <> $4 and exists (
                select from template_versions where owner_type = $1 and owner_id = $2 and name = $3 and version = $4)
        )
        select t.active_version, v.version, v.subscriptions
        from templates t
        join template_versions v on v.owner_type = t.owner_type and v.owner_id = t.owner_id and v.name = t.name
        where t.owner_type = $1 and t.owner_id = $2 and t.name = $3
        order by v.version
        """;

    public static async Task<ActivateOutcome> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string name, int version, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant).AddText(name).AddNumber(version);
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        List<int> versions = [];
        PublishedTemplate? activated = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add(reader.GetInt32(1));
            if (versions[^1] == version)
            {
                activated = new PublishedTemplate(name, version, reader.GetFieldValue<string[]>(2), reader.GetInt32(0) != version);
            }
        }

        await reader.CloseAsync();
        return (activated, versions.Count) switch
        {
            ({ } template, _) => new ActivateOutcome.Activated(template),
            (null, 0) => new ActivateOutcome.UnknownTemplate(),
            _ => new ActivateOutcome.UnknownVersion(versions),
        };
    }
}
