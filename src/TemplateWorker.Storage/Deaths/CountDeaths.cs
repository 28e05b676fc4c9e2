using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Deaths;

/// <summary>Counts the death of a worker against each delivery that was running on it and is still there at its attempt.</summary>
/// <remarks>
/// The tenants are locked first, in the order in which commits lock them, and then the rows: a commit of the dead worker that is
/// still on its way is waited for, and what it brought on is not counted. What the table keeps of the failures is bounded: the
/// last 20. So is what is looked at of the history: the tenant's last 10,000 rows. A quarantined delivery counts as a dead letter, and becomes
/// one even beyond the quota: it has cost three workers, and holding its lane would let the next one do so.
/// </remarks>
internal static class CountDeaths
{
    private const string Patience = "select set_config('lock_timeout', '2s', true)";

    // TenantLock.KeyOf in SQL, because the rows say whose they are. A statement of its own, so that the next one sees what was
    // committed before the locks were free.
    private const string Lock = """
        select count(pg_advisory_xact_lock(k))
        from (
            select distinct ('x' || encode(substring(sha256(convert_to(d.owner_type || ':' || d.owner_id, 'UTF8')) from 9 for 8), 'hex'))::bit(64)::bigint as k
            from unnest($1::smallint[], $2::bigint[]) n(slot, id)
            cross join lateral (select owner_type, owner_id from deliveries where slot = n.slot and id = n.id limit 1) d
            order by k
        ) locks
        """;

    // So that the next statement finds each row at one place.
    private const string LockRows = """
        select count(*)
        from (select slot, id from unnest($1::smallint[], $2::bigint[]) n(slot, id) order by slot, id) n
        cross join lateral (select from deliveries where slot = n.slot and id = n.id limit 1 for update) d
        """;

    private static readonly string Sql = $$"""
        with died as materialized (
            select d.*, n.worker, n.wall_ms, n.reason, n.message, n.stack, d.deaths + 1 as died,
                case when n.rest > interval '0' then {{RetryPlan.RestSql("n.rest", "lately.deaths", "$13")}} end as rest,
                {{RetryPlan.OutcomeSql("d.deaths + 1", "$9", "p.on_exhausted")}} as outcome,
                coalesce(t.active_version, 0) as version,
                (coalesce(d.failures, '[]'::jsonb) || (n.failure || jsonb_build_object('at', now())))
                    - case when jsonb_array_length(d.failures) >= 20 then 0 else 1000 end as all_failures
            from unnest($1::smallint[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::real[], $10::jsonb[], $12::interval[])
                as n(slot, id, attempt, reason, message, stack, worker, wall_ms, failure, rest)
            cross join lateral (
                select ctid as place, f.* from deliveries f where f.slot = n.slot and f.id = n.id and f.attempt = n.attempt limit 1
            ) d
            left join lateral (
                select on_exhausted from template_policies where owner_type = d.owner_type and owner_id = d.owner_id and template = d.template limit 1
            ) p on true
            left join lateral (
                select active_version from templates where owner_type = d.owner_type and owner_id = d.owner_id and name = d.template limit 1
            ) t on true
            left join lateral (
                select count(*) as deaths
                from (
                    select h.reason
                    from history h
                    where h.owner_type = d.owner_type and h.owner_id = d.owner_id and h.finished_at > now() - $14
                    order by h.finished_at desc
                    limit 10000
                ) h
                where h.reason in (n.reason, $11)
            ) lately on n.rest > interval '0'
        ), kept as (
            update deliveries d
            set attempt = d.attempt + 1, deaths = d.deaths + 1, failures = x.all_failures,
                not_before = case when x.outcome = 'retry' then now() + x.rest end
            from died x
            where x.outcome <> 'dead' and d.ctid = x.place
        ), parked as (
            insert into lane_holds (owner_type, owner_id, template, kind, slot, delivery, reason, message)
            select owner_type, owner_id, template, 'parked', slot, id, $11, message from died where outcome = 'parked'
            on conflict (owner_type, owner_id, template, kind) do nothing
        ), buried as (
            delete from deliveries d using died x where x.outcome = 'dead' and d.ctid = x.place
        ), letters as (
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, traceparent, accepted_at,
                reason, message, failures)
            select owner_type, owner_id, id, template, event_id, event, data, attempt + 1, died, hops, traceparent, accepted_at, $11, message, all_failures
            from died
            where outcome = 'dead'
        ), counted as (
            update tenant_usage t set entries = t.entries + u.entries, bytes = t.bytes + u.bytes
            from (
                select p.place, l.entries, l.bytes
                from ({{LetterUsage.SumSql("died where outcome = 'dead'")}}) l
                cross join lateral ({{LetterUsage.PlaceSql("l")}}) p
            ) u
            where t.ctid = u.place
        ), first_counted as (
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            select l.owner_type, l.owner_id, 'dead_letters', l.entries, l.bytes
            from ({{LetterUsage.SumSql("died where outcome = 'dead'")}}) l
            where not exists ({{LetterUsage.PlaceSql("l")}})
            on conflict (owner_type, owner_id, kind) do nothing
        ), told as (
            insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack,
                started_at, wall_ms, cpu_ms, worker)
            select owner_type, owner_id, template, version, event_id, event, id, attempt + 1, outcome,
                case when outcome = 'retry' then reason else $11 end, message, stack,
                now() - wall_ms * interval '1 millisecond', wall_ms, 0, worker
            from died
        ), woken as (
            select pg_notify('template_worker_wake', slots) from (select string_agg(distinct slot::text, ',') from died) s(slots) where slots is not null
        )
        select x.id, x.owner_type, x.owner_id, x.template, x.died, x.outcome, (select count(w) from woken w)
        from died x
        order by x.id
        """;

    /// <summary>The slots of so many notices fit the payload of a notification.</summary>
    public const int MaxNotices = 1_000;

    public static async Task<List<CountedDeath>> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<DeathNotice> notices, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Patience));
        foreach (var text in (string[])[Lock, LockRows])
        {
            var take = new NpgsqlBatchCommand(text);
            take.Parameters
                .AddArray(notices.Select(notice => (short)notice.Slot).ToList(), NpgsqlDbType.Smallint)
                .AddArray(notices.Select(notice => notice.Id).ToList(), NpgsqlDbType.Bigint);
            batch.BatchCommands.Add(take);
        }

        var command = new NpgsqlBatchCommand(Sql);
        batch.BatchCommands.Add(command);
        command.Parameters
            .AddArray(notices.Select(notice => (short)notice.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(notices.Select(notice => notice.Id).ToList(), NpgsqlDbType.Bigint)
            .AddArray(notices.Select(notice => notice.Attempt).ToList(), NpgsqlDbType.Integer)
            .AddArray(notices.Select(notice => notice.Failure.Reason).ToList(), NpgsqlDbType.Text)
            .AddArray(notices.Select(notice => notice.Failure.Message).ToList(), NpgsqlDbType.Text)
            .AddArray(notices.Select(notice => notice.Failure.Stack).ToList(), NpgsqlDbType.Text)
            .AddArray(notices.Select(notice => notice.Failure.Worker).ToList(), NpgsqlDbType.Text)
            .AddArray(notices.Select(notice => (float)notice.Failure.Wall.TotalMilliseconds).ToList(), NpgsqlDbType.Real)
            .AddNumber(RetryPlan.MaxDeaths)
            .AddArray(notices.Select(notice => FailureJson.Write(notice.Attempt + 1, notice.Failure)).ToList(), NpgsqlDbType.Jsonb)
            .AddText(RetryPlan.Quarantined)
            .AddArray(notices.Select(notice => notice.Rest).ToList(), NpgsqlDbType.Interval);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = RetryPlan.MaxRest });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = RetryPlan.RestMemory });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var result = 1; result < batch.BatchCommands.Count; result++)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        List<CountedDeath> counted = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            counted.Add(new CountedDeath
            {
                Id = reader.GetInt64(0),
                Tenant = new TenantId(reader.GetString(1), reader.GetString(2)),
                Template = reader.GetString(3),
                Deaths = reader.GetInt32(4),
                Verdict = reader.GetString(5) switch
                {
                    "retry" => DeathVerdict.Again,
                    "parked" => DeathVerdict.Parked,
                    _ => DeathVerdict.Quarantined,
                },
            });
        }

        await reader.CloseAsync();
        return counted;
    }
}
