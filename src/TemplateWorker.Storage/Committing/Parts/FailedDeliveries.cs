using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The deliveries whose runs of a group have failed: to be tried again, given up, or parked.</summary>
/// <remarks>
/// What the table keeps of the failures is bounded: the last 20. A lane that is parked already stays parked behind the
/// delivery that comes first.
/// </remarks>
internal sealed class FailedDeliveries : CommitPart, IDeliveryPart
{
    private static readonly string Failing = $"""
        failing as materialized (
            select f.*, d.ctid as place, d.owner_type, d.owner_id, d.template, u.place as usage, coalesce(u.entries, 0) as used,
                coalesce(u.bytes, 0) as used_bytes, d.bytes,
                (coalesce(d.failures, '[]'::jsonb) || (f.failure || jsonb_build_object('at', now())))
                    - case when jsonb_array_length(d.failures) >= 20 then 0 else 1000 end as failures
            from unnest($1::int[], $2::smallint[], $3::bigint[], $4::int[], $5::text[], $6::interval[], $7::text[], $8::text[], $9::jsonb[],
                    $10::bigint[], $11::bigint[])
                as f(no, slot, id, attempt, kind, delay, reason, message, failure, most, most_bytes)
            left join lateral (
                select ctid, owner_type, owner_id, template, failures, case when f.kind = 'dead' then {LetterUsage.Size("data")} end as bytes
                from deliveries
                where slot = f.slot and id = f.id and attempt = f.attempt
                limit 1
            ) d on true
            left join lateral (
                select ctid as place, entries, bytes
                from tenant_usage
                where f.kind = 'dead' and owner_type = d.owner_type and owner_id = d.owner_id and kind = 'dead_letters'
                limit 1
            ) u on true
        )
        """;

    private readonly List<int> _run = [];
    private readonly List<short> _slot = [];
    private readonly List<long> _id = [];
    private readonly List<int> _attempt = [];
    private readonly List<string> _kind = [];
    private readonly List<TimeSpan> _delay = [];
    private readonly List<string> _reason = [];
    private readonly List<string> _message = [];
    private readonly List<string> _failure = [];
    private readonly List<long> _letters = [];
    private readonly List<long> _letterBytes = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 11;

    public override string Look => Failing;

    public override string LeftOut => Gone;

    public override string Quotas => $"""
        select f.no, q.quota, q.used, q.more, q.most
        from failing f
        cross join lateral (values
            ({(int)Quota.DeadLetters}, f.used, 1, f.most), ({(int)Quota.DeadLetterBytes}, f.used_bytes, f.bytes, f.most_bytes)
        ) q(quota, used, more, most)
        where f.kind = 'dead' and q.used + q.more >= q.most - q.most / 5 and (q.used < q.most - q.most / 5 or q.used + q.more > q.most)
        """;

    public string Gone => "select no from failing where place is null";

    public override string Apply => """
        failed as materialized (
            select * from failing where no not in (select no from left_out)
        ), kept as (
            update deliveries d
            set attempt = d.attempt + 1, failures = f.failures, not_before = case when f.kind = 'retry' then now() + f.delay end
            from failed f
            where f.kind in ('retry', 'park') and d.ctid = f.place and d.attempt = f.attempt
            returning 1
        ), parked as (
            insert into lane_holds (owner_type, owner_id, template, kind, slot, delivery, reason, message)
            select owner_type, owner_id, template, 'parked', slot, id, reason, message from failed where kind = 'park'
            on conflict (owner_type, owner_id, template, kind) do nothing
        ), buried as (
            delete from deliveries d
            using failed f
            where f.kind = 'dead' and d.ctid = f.place and d.attempt = f.attempt
            returning d.*, f.reason, f.message, f.failures as all_failures, f.usage, f.bytes
        ), letters_counted as (
            update tenant_usage t set entries = t.entries + 1, bytes = t.bytes + b.bytes
            from buried b
            where t.ctid = b.usage
            returning 1
        ), letters_first_counted as (
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            select owner_type, owner_id, 'dead_letters', 1, bytes from buried where usage is null
            on conflict (owner_type, owner_id, kind) do nothing
            returning 1
        ), letters as (
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, traceparent, accepted_at,
                reason, message, failures)
            select owner_type, owner_id, id, template, event_id, event, data, attempt + 1, deaths, hops, traceparent, accepted_at,
                reason, message, all_failures
            from buried
        )
        """;

    public override string Meant => "(select count(*) from failed) + (select count(*) from failed where kind = 'dead')";

    public override string Made => """
        (select count(*) from kept) + (select count(*) from buried) + (select count(*) from letters_counted) + (select count(*) from letters_first_counted)
        """;

    public override void Add(int number, FinishedRun run)
    {
        var (kind, delay, failure) = run.Delivery switch
        {
            DeliveryEnd.Retry retry => ("retry", retry.Delay, retry.Failure),
            DeliveryEnd.Dead dead => ("dead", TimeSpan.Zero, dead.Failure),
            DeliveryEnd.Park park => ("park", TimeSpan.Zero, park.Failure),
            _ => default,
        };
        if (failure is null)
        {
            return;
        }

        _run.Add(number);
        _slot.Add((short)run.Tenant.Slot);
        _id.Add(run.Delivery!.Id);
        _attempt.Add(run.Delivery.Attempt);
        _kind.Add(kind);
        _delay.Add(delay);
        _reason.Add(failure.Reason);
        _message.Add(failure.Message);
        _failure.Add(FailureJson.Write(run.Delivery.Attempt + 1, failure));
        _letters.Add(run.Limits?.DeadLetters ?? KeyQuotas.Unlimited);
        _letterBytes.Add(run.Limits?.DeadLetterBytes ?? KeyQuotas.Unlimited);
    }

    public override void Clear()
    {
        _run.Clear();
        _slot.Clear();
        _id.Clear();
        _attempt.Clear();
        _kind.Clear();
        _delay.Clear();
        _reason.Clear();
        _message.Clear();
        _failure.Clear();
        _letters.Clear();
        _letterBytes.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_id, NpgsqlDbType.Bigint)
        .AddArray(_attempt, NpgsqlDbType.Integer)
        .AddArray(_kind, NpgsqlDbType.Text)
        .AddArray(_delay, NpgsqlDbType.Interval)
        .AddArray(_reason, NpgsqlDbType.Text)
        .AddArray(_message, NpgsqlDbType.Text)
        .AddArray(_failure, NpgsqlDbType.Jsonb)
        .AddArray(_letters, NpgsqlDbType.Bigint)
        .AddArray(_letterBytes, NpgsqlDbType.Bigint);
}
