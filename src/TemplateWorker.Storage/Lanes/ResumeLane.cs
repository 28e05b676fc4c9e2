using Npgsql;

namespace TemplateWorker.Storage.Lanes;

/// <summary>Removes what holds a lane, or with an empty template the pause of the tenant. A parked delivery begins anew.</summary>
internal static class ResumeLane
{
    private const string Sql = """
        with freed as (
            delete from lane_holds
            where owner_type = $1 and owner_id = $2 and template = $3
            returning delivery
        ), begun as (
            update deliveries d
            set attempt = 0, deaths = 0, not_before = null
            where d.slot = $4 and d.id = (select max(delivery) from freed)
        ), resumed as (
            select count(*)::int as count from freed
        )
        select $3 = '' or exists (select from templates where owner_type = $1 and owner_id = $2 and name = $3)
                or exists (select from deliveries where owner_type = $1 and owner_id = $2 and template = $3),
            count, case when count > 0 then pg_notify('template_worker_wake', $4::text)::text end
        from resumed
        """;

    public static async Task<LaneChange> ExecuteAsync(
        NpgsqlConnection connection, TenantId tenant, string template, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddText(template);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)tenant.Slot });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await LaneChangeRow.ReadAsync(reader, cancellationToken);
    }
}
