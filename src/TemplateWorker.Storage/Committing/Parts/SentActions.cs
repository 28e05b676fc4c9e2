using System.Text;
using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The actions that the runs of a group send: each goes to the end of its channel, or waits for its time.</summary>
/// <remarks>
/// The positions are given here, under the tenants' locks, in the order of the calls. Only the transaction that stores a key stores its
/// action. A row of a channel that is there is only looked at: a consumer may have locked it.
/// </remarks>
internal sealed class SentActions : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<int> _place = [];
    private readonly List<Guid> _id = [];
    private readonly List<short> _slot = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _template = [];
    private readonly List<string> _channel = [];
    private readonly List<string> _type = [];
    private readonly List<string> _data = [];
    private readonly List<int> _bytes = [];
    private readonly List<Guid> _runId = [];
    private readonly List<Guid> _eventId = [];
    private readonly List<long?> _delivery = [];
    private readonly List<string?> _key = [];
    private readonly List<TimeSpan> _delay = [];
    private readonly List<string?> _trace = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 17;

    public override string Look { get; } = $"""
        act as materialized (
            select a.*, {ActionRouting.Route("a")} as route
            from unnest($1::int[], $2::int[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::int[], $12::uuid[], $13::uuid[], $14::bigint[], $15::text[], $16::interval[], $17::text[])
                as a(no, place, id, slot, owner_type, owner_id, template, channel, type, data, bytes, run_id, event_id, delivery, key, delay, traceparent)
        )
        """;

    // Another transaction has taken the key since the run looked. The run is repeated, and gets the first action's id.
    public override string LeftOut => """
        select a.no
        from act a
        cross join lateral (
            select from action_keys where owner_type = a.owner_type and owner_id = a.owner_id and key = a.key limit 1
        ) k
        where a.key is not null
        """;

    public override string Apply { get; } = $"""
        act_keyed as (
            insert into action_keys (owner_type, owner_id, key, action)
            select owner_type, owner_id, key, id from act where key is not null and no not in (select no from left_out)
            on conflict (owner_type, owner_id, key) do nothing
            returning action
        ), act_sent as (
            insert into actions (id, slot, owner_type, owner_id, template, channel, route, position, type, data, bytes, run_id, event_id,
                delivery, key, traceparent, due_at)
            select id, slot, owner_type, owner_id, template, channel, route, case when delay = '0' then nextval('action_positions') end, type,
                data::json, bytes, run_id, event_id, delivery, key, traceparent, case when delay > '0' then now() + delay end
            from (
                select *
                from act
                where no not in (select no from left_out) and (key is null or id in (select action from act_keyed))
                order by no, place
            ) a
            returning slot, owner_type, owner_id, channel, route, position
        ), {ActionChannels.Open("act_sent")}
        """;

    public override void Add(int number, FinishedRun run)
    {
        for (var i = 0; i < run.Actions.Count; i++)
        {
            var action = run.Actions[i];
            _run.Add(number);
            _place.Add(i);
            _id.Add(action.Id);
            _slot.Add((short)run.Tenant.Slot);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _template.Add(action.Sender.Template);
            _channel.Add(action.Channel);
            _type.Add(action.Type);
            _data.Add(action.DataJson);
            _bytes.Add(Encoding.UTF8.GetByteCount(action.DataJson));
            _runId.Add(action.Sender.RunId);
            _eventId.Add(action.Sender.EventId);
            _delivery.Add(action.Sender.Delivery);
            _key.Add(action.Key);
            _delay.Add(action.Delay);
            _trace.Add(action.Sender.Trace?.Text);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _place.Clear();
        _id.Clear();
        _slot.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _template.Clear();
        _channel.Clear();
        _type.Clear();
        _data.Clear();
        _bytes.Clear();
        _runId.Clear();
        _eventId.Clear();
        _delivery.Clear();
        _key.Clear();
        _delay.Clear();
        _trace.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_place, NpgsqlDbType.Integer)
        .AddArray(_id, NpgsqlDbType.Uuid)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_template, NpgsqlDbType.Text)
        .AddArray(_channel, NpgsqlDbType.Text)
        .AddArray(_type, NpgsqlDbType.Text)
        .AddArray(_data, NpgsqlDbType.Text)
        .AddArray(_bytes, NpgsqlDbType.Integer)
        .AddArray(_runId, NpgsqlDbType.Uuid)
        .AddArray(_eventId, NpgsqlDbType.Uuid)
        .AddArray(_delivery, NpgsqlDbType.Bigint)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_delay, NpgsqlDbType.Interval)
        .AddArray(_trace, NpgsqlDbType.Text);
}
