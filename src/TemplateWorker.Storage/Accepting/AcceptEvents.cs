using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Accepting;

/// <summary>Stores a part of a call's events.</summary>
/// <remarks>
/// <para>The parts build on each other: <c>event</c> looks up what is known of an event and who subscribes to it, <c>sized</c>
/// adds up per tenant what would be stored, <c>counted</c> counts the queues of those who have no allowance for it,
/// <c>taken</c> stores the keys, and <c>delivery</c> numbers what is left: the ids ascend in the order of the events, then of the
/// templates' names.</para>
/// <para>No two of these parts are joined: the planner takes arrays for short, and would do it in a time that grows with the
/// square of their length. Tables are looked up by lateral subqueries with a limit, since of a plain join with a table that was empty
/// when it was analysed the planner would read the whole index.</para>
/// <para>An event for which nothing subscribes stores no key: when it is sent again after a template was published, it is delivered.</para>
/// <para>A key that another transaction is storing at this moment is waited for, but cannot be seen afterwards by this
/// statement; the next one sees it.</para>
/// </remarks>
internal static class AcceptEvents
{
    // The settings end with
    // the transaction; they keep plans, which may be made while a table is empty, to lookups in indexes. What they rule out
    // counts as very expensive where it cannot be avoided, which must not have the statement compiled. A session that
    // holds a key for longer must not stop the events of other tenants.
    private const string Begin = $"""
        select {DeliveryInsert.TransactionId}, set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
            set_config('enable_bitmapscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true),
            set_config('lock_timeout', '5s', true)
        """;

    // Kinds of rows: 0 a delivery, 1 banned, 2 known key, 3 queue full, 4 another transaction stored the key at the same time,
    // 5 the count of a tenant's queue, and where it begins. An allowance below 0 says that the queue is full and need not be counted.
    private static readonly string Sql = $$"""
        with event as materialized (
            select e.*, k.event_id as known_id, k.request_hash as known_hash, k.deliveries as known_deliveries,
                coalesce(s.banned, false) as banned, coalesce(t.templates, '{}') as templates,
                case when coalesce(e.not_before, now() + e.delay) > now() then coalesce(e.not_before, now() + e.delay) end as due_at
            from unnest($1::int[], $2::text[], $3::text[], $4::smallint[], $5::uuid[], $6::text[], $7::json[], $8::int[],
                    $9::interval[], $10::timestamptz[], $11::text[], $12::bytea[], $13::bool[], $14::int[], $15::int[], $16::bigint[], $17::text[]) with ordinality
                as e(tenant, owner_type, owner_id, slot, event_id, name, data, hops, delay, not_before, key, request_hash, wants_priors,
                    max_queued, allowance, floor, traceparent, no)
            left join lateral (
                select banned from tenant_state where owner_id = e.owner_id and owner_type = e.owner_type limit 1
            ) s on true
            left join lateral (
                select event_id, request_hash, deliveries
                from accepted_events
                where owner_type = e.owner_type and owner_id = e.owner_id and key = e.key
                limit 1
            ) k on true
            left join lateral (
                select array_agg(u.template order by u.template collate "C")
                from template_subscriptions u
                where u.owner_type = e.owner_type and u.owner_id = e.owner_id and u.event = e.name
            ) t(templates) on true
        ), sized as (
            select event.*, row_number() over (partition by tenant order by no) as nth,
                coalesce(sum(cardinality(templates)) filter (where not banned and known_id is null) over (partition by tenant), 0) as needed,
                coalesce(sum(cardinality(templates)) filter (where not banned and known_id is null) over (partition by tenant order by no), 0) as upto
            from event
        ), counted as materialized (
            select sized.*, case when nth = 1 and allowance >= 0 and needed > allowance then {{QueueCount.Sql("sized.owner_type", "sized.owner_id", "sized.max_queued + 1", "sized.floor")}} end as counted
            from sized
        ), known as (
            select counted.*, (max(counted) over (partition by tenant))[1] as queued from counted
        ), decided as materialized (
            select known.*, not banned and known_id is null
                and (cardinality(templates) = 0 or upto <= coalesce(max_queued - queued, allowance)) as fits
            from known
        ), taken as (
            insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
            select owner_type, owner_id, key, event_id, request_hash, cardinality(templates)
            from decided
            where fits and key is not null and cardinality(templates) > 0
            order by owner_type, owner_id, key
            on conflict do nothing
            returning owner_type, owner_id, key
        ), delivery as materialized (
            select case when o.due_at is null then nextval('deliveries_id_seq') end as id, o.*
            from (
                select d.no, d.tenant, d.owner_type, d.owner_id, d.slot, d.event_id, d.name, d.data, d.hops, d.traceparent, d.due_at, d.wants_priors, t.template
                from decided d
                cross join lateral unnest(d.templates) with ordinality as t(template, place)
                where d.fits
                    and (d.key is null or (d.owner_type, d.owner_id, d.key) in (select owner_type, owner_id, key from taken))
                order by d.no, t.place
            ) o
        ), stored as (
            {{DeliveryInsert.IntoWithId}}
            select slot, owner_type, owner_id, template, event_id, name, data, hops, traceparent, id from delivery where due_at is null
        ), delayed as (
            insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data, hops, traceparent)
            select due_at, slot, owner_type, owner_id, template, event_id, name, data, hops, traceparent from delivery where due_at is not null
        )
        select 0 as kind, l.no::int, l.id, l.template,
            case when l.prior is not null then array[l.prior] else array(
                select d.id
                from deliveries d
                where l.wants_priors and l.due_at is null
                    and d.owner_type = l.owner_type and d.owner_id = l.owner_id and d.template = l.template and d.id > $18
                order by d.id desc
                limit $19
            ) end,
            null::uuid, null::bytea, 0
        from (
            select no, id, owner_type, owner_id, template, due_at, wants_priors, lag(id) over (partition by tenant, template order by id) as prior
            from delivery
        ) l
        union all
        select case when banned then 1 when known_id is not null then 2 when not fits then 3 else 4 end,
            no::int, null, null, null, known_id, known_hash, coalesce(known_deliveries, queued, 0)::int
        from decided
        where not fits
            or (key is not null and cardinality(templates) > 0 and (owner_type, owner_id, key) not in (select owner_type, owner_id, key from taken))
        union all
        select 5, tenant, counted[2], null, null, null, null, queued::int from decided where nth = 1 and queued is not null
        """;

    /// <summary>Sends the part and tells the call what became of it.</summary>
    public static async Task ExecuteAsync(
        Database database, NpgsqlConnection connection, NpgsqlTransaction? transaction, AcceptPart part, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        var command = new NpgsqlBatchCommand(Sql);
        part.AddTo(command.Parameters);
        batch.BatchCommands.Add(command);
        // By itself the driver prepares a statement while it runs it for the second time; when that fails over a value, it takes
        // the statement for prepared although it lacks the description of its rows, and the connection is lost
        // (https://github.com/npgsql/npgsql/issues/6391). Asked to, it prepares in front, once for each connection.
        await database.PrepareAsync(batch, cancellationToken);

        // A second more for each 250 events: what a slow server needs for them.
        batch.Timeout = connection.CommandTimeout + (part.Count / 250);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Read(reader, part);
        }

        // The commit is reported behind the last row; a reader that is only disposed swallows its failure.
        await reader.CloseAsync();
    }

    private static AcceptedDelivery ReadDelivery(NpgsqlDataReader reader)
    {
        var priors = reader.GetFieldValue<long[]>(4);
        return new AcceptedDelivery(reader.GetInt64(2), reader.GetString(3), priors.Length > AcceptedDelivery.MostPriors ? null : priors);
    }

    private static void Read(NpgsqlDataReader reader, AcceptPart part)
    {
        var no = reader.GetInt32(1);
        switch (reader.GetInt32(0))
        {
            case 0:
                part.AddDelivery(no - 1, reader.IsDBNull(2) ? null : ReadDelivery(reader));
                break;
            case 1:
                part.SetBanned(no - 1);
                break;
            case 2:
                part.SetKnown(no - 1, new KnownKey(reader.GetGuid(5), reader.GetFieldValue<byte[]>(6), reader.GetInt32(7)));
                break;
            case 3:
                part.SetFull(no - 1);
                break;
            case 4:
                part.SetUnsettled(no - 1);
                break;
            default:
                part.SetCounted(no, reader.GetInt32(7), reader.GetInt64(2));
                break;
        }
    }
}
