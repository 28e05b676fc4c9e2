using Npgsql;

namespace TemplateWorker.Storage.Lanes;

/// <summary>Pauses a lane, or with an empty template the tenant.</summary>
internal static class PauseLane
{
    private const string Sql = """
        with lane as materialized (
            select $3 = '' or exists (select from templates where owner_type = $1 and owner_id = $2 and name = $3)
                or exists (select from deliveries where owner_type = $1 and owner_id = $2 and template = $3) as is_there
        ), paused as (
            insert into lane_holds (owner_type, owner_id, template, kind, slot)
            select $1, $2, $3, 'paused', $4 from lane where is_there
            on conflict (owner_type, owner_id, template, kind) do nothing
            returning slot
        )
        select is_there, (select count(pg_notify('template_worker_wake', slot::text)) from paused)::int from lane
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
