using Npgsql;

namespace TemplateWorker.Storage.Templates;

/// <summary>Makes a version of a template and makes it the active one, under the tenant's lock. The oldest beyond the limit go.</summary>
internal static class PublishTemplate
{
    // The version that was active is kept first: its author may have gone back to it, because those after it are worse.
    // What runs in place of a file follows from the files, so the checksum leaves it out.
    // The checksum is taken over what jsonb makes of the content: the order of files or settings is no difference.
    private const string Sql = """
        with content as materialized (
            select $4::jsonb as files, $5::jsonb as settings, $6::text[] as subscriptions,
                sha256(convert_to(jsonb_build_array($4::jsonb, $5::jsonb, to_jsonb($6::text[]))::text, 'UTF8')) as checksum
        ), present as materialized (
            select t.active_version, t.last_version, v.checksum = c.checksum as same
            from content c
            join templates t on t.owner_type = $1 and t.owner_id = $2 and t.name = $3
            join template_versions v on v.owner_type = $1 and v.owner_id = $2 and v.name = $3 and v.version = t.active_version
        ), next as materialized (
            select 1 + coalesce(
                (select last_version from present),
                (select last_version from template_floors where owner_type = $1 and owner_id = $2),
                0) as version
            where not exists (select from present where same)
                and (exists (select from present) or (select count(*) from templates where owner_type = $1 and owner_id = $2) < $7)
        ), made as (
            insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum, code)
            select $1, $2, $3, n.version, c.files, c.settings, c.subscriptions, c.checksum, $9
            from next n cross join content c
        ), activated as (
            insert into templates (owner_type, owner_id, name, active_version, last_version)
            select $1, $2, $3, version, version from next
            on conflict (owner_type, owner_id, name) do update
                set active_version = excluded.active_version, last_version = excluded.last_version, updated_at = now()
        ), pruned as (
            delete from template_versions
            where owner_type = $1 and owner_id = $2 and name = $3 and exists (select from next) and version not in (
                select v.version
                from template_versions v
                where v.owner_type = $1 and v.owner_id = $2 and v.name = $3
                order by v.version = (select active_version from present) desc, v.version desc
                limit $8 - 1
            )
        )
        select (select version from next), (select active_version from present where same)
        """;

    /// <returns>The new version; or the active one that has the same content; or neither: the tenant has too many templates.</returns>
    public static async Task<(int? Made, int? Same)> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, TemplateContent content, TenantLimits limits, CancellationToken cancellationToken)
    {
        var write = new NpgsqlBatchCommand(Sql);
        write.Parameters.AddTenant(tenant)
            .AddText(content.Name)
            .AddJson(TemplateFiles.ToJson(content.Files))
            .AddJson(content.SettingsJson)
            .AddTexts([.. content.Subscriptions])
            .AddNumber(limits.Templates)
            .AddNumber(limits.TemplateVersions)
            .AddJson(content.Code.Count == 0 ? null : TemplateFiles.ToJson(content.Code));
        await using var reader = await TenantLock.ExecuteAsync(connection, tenant, write, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var versions = (reader.GetFieldValue<int?>(0), reader.GetFieldValue<int?>(1));
        await reader.CloseAsync();
        return versions;
    }
}
