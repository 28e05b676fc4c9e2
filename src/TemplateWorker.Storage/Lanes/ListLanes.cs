using Npgsql;

namespace TemplateWorker.Storage.Lanes;

/// <summary>The lanes of a tenant with what is in them and what holds them.</summary>
internal static class ListLanes
{
    // There is always a row, for the tenant's own pause; without lanes it has no template. Dead letters have no limit, so
    // the counting of them has one.
    private const string Sql = """
        select (select since from lane_holds where owner_type = $1 and owner_id = $2 and template = '' and kind = 'paused'),
            l.template, l.queued, l.delayed, l.dead, now() - l.oldest, p.since, k.delivery, k.reason, k.message, k.since
        from (select) one
        left join (
            select template, sum(queued)::int as queued, sum(delayed)::int as delayed, sum(dead)::int as dead, min(oldest) as oldest
            from (
                select template, count(*) as queued, 0 as delayed, 0 as dead, min(accepted_at) as oldest
                from deliveries where owner_type = $1 and owner_id = $2
                group by template
                union all
                select template, 0, count(*), 0, null from delayed_deliveries where owner_type = $1 and owner_id = $2 group by template
                union all
                select template, 0, 0, count(*), null
                from (select template from dead_letters where owner_type = $1 and owner_id = $2 limit 100000) d
                group by template
                union all
                select name, 0, 0, 0, null from templates where owner_type = $1 and owner_id = $2
                union all
                select template, 0, 0, 0, null from lane_holds where owner_type = $1 and owner_id = $2 and template <> ''
            ) part
            group by template
            order by template collate "C"
            limit $3
        ) l on true
        left join lane_holds p on p.owner_type = $1 and p.owner_id = $2 and p.template = l.template and p.kind = 'paused'
        left join lane_holds k on k.owner_type = $1 and k.owner_id = $2 and k.template = l.template and k.kind = 'parked'
        order by l.template collate "C"
        """;

    public static async Task<TenantLanes> ExecuteAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(tenant).AddNumber(LaneStore.MaxLanes);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        DateTimeOffset? pausedSince = null;
        List<LaneSummary> lanes = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            pausedSince = Time(reader, 0);
            if (!reader.IsDBNull(1))
            {
                lanes.Add(Read(reader));
            }
        }

        return new TenantLanes(pausedSince, lanes);
    }

    private static LaneSummary Read(NpgsqlDataReader reader) => new()
    {
        Template = reader.GetString(1),
        Queued = reader.GetInt32(2),
        Delayed = reader.GetInt32(3),
        Dead = reader.GetInt32(4),
        OldestAge = reader.IsDBNull(5) ? null : reader.GetTimeSpan(5),
        PausedSince = Time(reader, 6),
        Parked = reader.IsDBNull(7)
            ? null
            : new ParkedBehind(reader.GetInt64(7), reader.GetString(8), reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10)),
    };

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
