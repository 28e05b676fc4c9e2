using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Operating;

/// <summary>The part that statements share which select deliveries by a <see cref="DeliveryFilter"/>: its text and its parameters.</summary>
internal static class DeliverySelection
{
    /// <summary>
    /// Parameters <c>$1</c> to <c>$10</c>. Each table gives its first rows in order, so that no more of it is read than is needed. A table
    /// whose states are not asked for is not read: its last condition does not depend on its rows.
    /// </summary>
    public const string Sql = """
        with queued as (
            select d.ctid as place, d.id, d.template, d.event_id, d.event, d.attempt, d.deaths, d.hops, d.traceparent, d.accepted_at, d.not_before as due_at,
                coalesce(h.reason, d.failures -> -1 ->> 'reason') as reason, coalesce(h.message, d.failures -> -1 ->> 'message') as message,
                h.since as given_up_at, case when h.delivery is not null then 'parked' when d.attempt > 0 then 'retrying' else 'queued' end as state
            from deliveries d
            left join lane_holds h on h.owner_type = d.owner_type and h.owner_id = d.owner_id and h.template = d.template
                and h.kind = 'parked' and h.delivery = d.id
            where d.owner_type = $1 and d.owner_id = $2 and d.slot = $3 and ($4 is null or d.template = $4) and ($6 is null or d.event = $6)
                and ($8::bigint[] is null or d.id = any($8)) and d.id > $9 and $5 && '{queued,retrying,parked}'
        ), delayed as (
            select d.ctid as place, d.id, d.template, d.event_id, d.event, 0 as attempt, 0 as deaths, d.hops, d.traceparent, d.accepted_at, d.due_at,
                null::text as reason, null::text as message, null::timestamptz as given_up_at, 'delayed' as state
            from delayed_deliveries d
            where d.owner_type = $1 and d.owner_id = $2 and ($4 is null or d.template = $4) and ($6 is null or d.event = $6)
                and ($8::bigint[] is null or d.id = any($8)) and d.id > $9 and 'delayed' = any($5)
        ), dead as (
            select d.ctid as place, d.id, d.template, d.event_id, d.event, d.attempt, d.deaths, d.hops, d.traceparent, d.accepted_at, null::timestamptz as due_at,
                d.reason, d.message, d.died_at as given_up_at, 'dead' as state
            from dead_letters d
            where d.owner_type = $1 and d.owner_id = $2 and ($4 is null or d.template = $4) and ($6 is null or d.event = $6)
                and ($8::bigint[] is null or d.id = any($8)) and d.id > $9 and 'dead' = any($5)
        ), selected as (
            select *
            from (
                (select * from queued where state = any($5) and ($7 is null or reason = $7) order by id limit $10)
                union all
                (select * from delayed where state = any($5) and ($7 is null or reason = $7) order by id limit $10)
                union all
                (select * from dead where state = any($5) and ($7 is null or reason = $7) order by id limit $10)
            ) found
            order by id
            limit $10
        )

        """;

    /// <summary>Adds the ten parameters.</summary>
    public static void AddTo(NpgsqlParameterCollection parameters, DeliveryFilter filter, IReadOnlyList<DeliveryState> states)
    {
        parameters.AddTenant(filter.Tenant);
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)filter.Tenant.Slot });
        parameters
            .AddText(filter.Template)
            .AddTexts([.. states.Select(StateName)])
            .AddText(filter.EventName)
            .AddText(filter.Reason);
        parameters.Add(new NpgsqlParameter
        {
            Value = filter.Ids is { } ids ? ids.ToArray() : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint,
        });

        // A list of ids alone would not keep the look out of what lies before the first of them.
        parameters.Add(new NpgsqlParameter<long> { TypedValue = Math.Max(filter.After ?? 0, filter.Ids is { Count: > 0 } some ? Math.Max(some.Min(), 1) - 1 : 0) });
        parameters.AddNumber(filter.Limit);
    }

    private static string StateName(DeliveryState state) => state switch
    {
        DeliveryState.Queued => "queued",
        DeliveryState.Retrying => "retrying",
        DeliveryState.Delayed => "delayed",
        DeliveryState.Parked => "parked",
        _ => "dead",
    };
}
