using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The follow-up events of the runs of a group: a delivery for each template that subscribes at the commit.</summary>
/// <remarks>
/// Only the transaction that stores the key stores its event, as for events from outside; an event without a subscriber stores no key.
/// </remarks>
internal sealed class EmittedEvents : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<int> _place = [];
    private readonly List<short> _slot = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<Guid> _eventId = [];
    private readonly List<string> _name = [];
    private readonly List<string> _data = [];
    private readonly List<int> _hops = [];
    private readonly List<TimeSpan> _delay = [];
    private readonly List<string?> _key = [];
    private readonly List<byte[]?> _hash = [];
    private readonly List<string?> _trace = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 13;

    public override string Look => """
        emit as materialized (
            select *
            from unnest($1::int[], $2::int[], $3::smallint[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::int[],
                $10::interval[], $11::text[], $12::bytea[], $13::text[])
                as e(no, place, slot, owner_type, owner_id, event_id, event, data, hops, delay, key, request_hash, traceparent)
        )
        """;

    // Another transaction has taken the key since the run looked. The run is repeated, and gets the first event's id.
    public override string LeftOut => """
        select e.no
        from emit e
        cross join lateral (
            select from accepted_events where owner_type = e.owner_type and owner_id = e.owner_id and key = e.key limit 1
        ) k
        where e.key is not null
        """;

    public override string Apply => $"""
        keyed as (
            insert into accepted_events (owner_type, owner_id, key, event_id, request_hash, deliveries)
            select e.owner_type, e.owner_id, e.key, e.event_id, e.request_hash, s.deliveries
            from emit e
            cross join lateral (
                select count(*) as deliveries
                from template_subscriptions
                where owner_type = e.owner_type and owner_id = e.owner_id and event = e.event
            ) s
            where e.key is not null and s.deliveries > 0 and e.no not in (select no from left_out)
            on conflict (owner_type, owner_id, key) do nothing
            returning event_id
        ), fresh as materialized (
            select e.*, s.template
            from emit e
            cross join lateral (
                select template from template_subscriptions where owner_type = e.owner_type and owner_id = e.owner_id and event = e.event offset 0
            ) s
            where e.no not in (select no from left_out) and (e.key is null or e.event_id in (select event_id from keyed))
        ), emitted as (
            {DeliveryInsert.IntoWithTrace}
            select slot, owner_type, owner_id, template, event_id, event, data::json, hops, traceparent
            from fresh
            where delay = '0'
            order by no, place, template collate "C"
        ), postponed as (
            insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data, hops, traceparent)
            select now() + delay, slot, owner_type, owner_id, template, event_id, event, data::json, hops, traceparent
            from fresh
            where delay > '0'
            order by no, place, template collate "C"
        )
        """;

    public override void Add(int number, FinishedRun run)
    {
        for (var i = 0; i < run.Emits.Count; i++)
        {
            var emitted = run.Emits[i];
            _run.Add(number);
            _place.Add(i);
            _slot.Add((short)run.Tenant.Slot);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _eventId.Add(emitted.EventId);
            _name.Add(emitted.Name);
            _data.Add(emitted.DataJson);
            _hops.Add(emitted.Hops);
            _delay.Add(emitted.Delay);
            _key.Add(emitted.Key);
            _hash.Add(emitted.Key is null ? null : EventFingerprint.Of(emitted.Name, emitted.DataJson));
            _trace.Add(emitted.Trace?.Text);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _place.Clear();
        _slot.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _eventId.Clear();
        _name.Clear();
        _data.Clear();
        _hops.Clear();
        _delay.Clear();
        _key.Clear();
        _hash.Clear();
        _trace.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_place, NpgsqlDbType.Integer)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_eventId, NpgsqlDbType.Uuid)
        .AddArray(_name, NpgsqlDbType.Text)
        .AddArray(_data, NpgsqlDbType.Text)
        .AddArray(_hops, NpgsqlDbType.Integer)
        .AddArray(_delay, NpgsqlDbType.Interval)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_hash, NpgsqlDbType.Bytea)
        .AddArray(_trace, NpgsqlDbType.Text);
}
