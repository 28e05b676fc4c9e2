using Npgsql;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Results;

/// <summary>What became of an event: its deliveries from the lanes, the history and the dead letters, with their results and actions.</summary>
internal static class ReadEvent
{
    // One statement, so that a delivery on its way from one table to another is seen in one of them. A dead letter is found by the
    // history, which has a line for each attempt; what was never tried is looked for in the lanes. The inner select keeps the planner from
    // the index by tenant and time, which leads to all that the tenant did since.
    private const string DeliveriesSql = """
        with past as materialized (
            select distinct on (template) delivery, template, version, event, outcome, attempt, finished_at, reason, message
            from (select * from history where event_id = $3 and finished_at >= $5 offset 0) h
            where owner_type = $1 and owner_id = $2 and delivery is not null
            order by template, finished_at desc, attempt desc
        ), live as materialized (
            select d.id, d.template, d.event, case when h.delivery is not null then 'parked' when d.attempt > 0 then 'retrying' else 'queued' end as state,
                d.attempt, d.not_before as due_at, coalesce(h.reason, d.failures -> -1 ->> 'reason') as reason,
                coalesce(h.message, d.failures -> -1 ->> 'message') as message
            from templates t
            cross join lateral (
                select q.*
                from deliveries q
                where q.owner_type = $1 and q.owner_id = $2 and q.template = t.name and q.id > $4 and q.event_id = $3
                order by q.owner_type, q.owner_id, q.template, q.id
                limit 1
            ) d
            left join lane_holds h on h.owner_type = $1 and h.owner_id = $2 and h.template = d.template and h.kind = 'parked' and h.delivery = d.id
            where t.owner_type = $1 and t.owner_id = $2
            union all
            select id, template, event, 'delayed', 0, due_at, null, null
            from delayed_deliveries
            where owner_type = $1 and owner_id = $2 and id > $4 and event_id = $3
            union all
            select l.id, l.template, l.event, 'dead', l.attempt, null, l.reason, l.message
            from past p
            cross join lateral (
                select * from dead_letters where owner_type = $1 and owner_id = $2 and id = p.delivery limit 1
            ) l
            where p.outcome = 'dead'
        )
        select coalesce(l.id, p.delivery), coalesce(l.template, p.template), p.version, coalesce(l.event, p.event),
            coalesce(l.state, case when p.outcome in ('done', 'skipped') then p.outcome else 'dropped' end),
            coalesce(l.attempt, p.attempt), l.due_at, p.finished_at, coalesce(l.reason, p.reason), coalesce(l.message, p.message)
        from past p
        full join live l on l.template = p.template
        order by 2
        """;

    private const string ResultsSql = "select template, result::text, bytes from event_results where owner_type = $1 and owner_id = $2 and event_id = $3";

    private const string ActionsSql = $"""
        select r.template, s.id, a.type, a.state, a.attempts, a.last_error
        from event_results r
        cross join lateral unnest(r.actions) with ordinality s(id, nth)
        left join lateral (
            select type, {ActionStates.Sql} as state, attempts, last_error
            from actions
            where owner_type = r.owner_type and owner_id = r.owner_id and id = s.id
            limit 1
        ) a on true
        where r.owner_type = $1 and r.owner_id = $2 and r.event_id = $3
        order by r.template, s.nth
        """;

    /// <summary>How far the clock of who made an event's id may be ahead of the database's.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    public static async Task<IReadOnlyList<EventDelivery>> ExecuteAsync(
        Database database, NpgsqlConnection connection, TenantId tenant, Guid eventId, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var deliveries = new NpgsqlBatchCommand(DeliveriesSql);
        batch.BatchCommands.Add(deliveries);
        deliveries.Parameters.AddTenant(tenant);
        deliveries.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        deliveries.Parameters.Add(new NpgsqlParameter<long> { TypedValue = database.QueueFloors.Of(tenant) });
        deliveries.Parameters.AddTime(Since(eventId));
        Add(batch, ResultsSql, tenant, eventId);
        Add(batch, ActionsSql, tenant, eventId);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<EventDelivery> found = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(Delivery(reader));
        }

        await reader.NextResultAsync(cancellationToken);
        var results = new Dictionary<string, KeptResult>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!reader.IsDBNull(2))
            {
                results[reader.GetString(0)] = new KeptResult(reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2));
            }
        }

        await reader.NextResultAsync(cancellationToken);
        List<(string Template, EventAction Action)> actions = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            actions.Add((reader.GetString(0), Action(reader)));
        }

        var ofTemplate = actions.ToLookup(action => action.Template, action => action.Action, StringComparer.Ordinal);
        return [.. found.Select(one => one with { Result = results.GetValueOrDefault(one.Template), Actions = [.. ofTemplate[one.Template]] })];
    }

    private static void Add(NpgsqlBatch batch, string sql, TenantId tenant, Guid eventId)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddTenant(tenant);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        batch.BatchCommands.Add(command);
    }

    /// <summary>Before that time the history has nothing of the event, so that old partitions are not looked at.</summary>
    private static DateTimeOffset Since(Guid eventId)
    {
        if (eventId.Version != 7)
        {
            return DateTimeOffset.UnixEpoch;
        }

        var made = IdFloor.TimeOf(eventId);
        return made > DateTimeOffset.UnixEpoch + Margin ? made - Margin : DateTimeOffset.UnixEpoch;
    }

    private static EventDelivery Delivery(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Template = reader.GetString(1),
        Version = reader.IsDBNull(2) ? null : reader.GetInt32(2),
        EventName = reader.GetString(3),
        State = EventDeliveryStates.Parse(reader.GetString(4)),
        Attempts = reader.GetInt32(5),
        DueAt = reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
        FinishedAt = reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7),
        Reason = reader.IsDBNull(8) ? null : reader.GetString(8),
        Message = reader.IsDBNull(9) ? null : reader.GetString(9),
    };

    private static EventAction Action(NpgsqlDataReader reader) => new(
        reader.GetGuid(1),
        reader.IsDBNull(2)
            ? null
            : new WaitingEventAction(reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetString(5)));
}
