using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The schedules that the runs of a group create, replace or remove.</summary>
internal sealed class WrittenSchedules : CommitPart
{
    private const string Planned = """
        select owner_type, owner_id, name, slot, template, cron, timezone, event, data::json, catch_up, next_at
        from planned
        where cron is not null and no not in (select no from left_out)
        """;

    private static readonly string Statement = $"""
        scheduled as (
            {ScheduleUpsert.Sql(Planned)}
        ), unscheduled as (
            delete from schedules s
            using (
                select d.place
                from planned p
                cross join lateral (
                    select ctid as place from schedules where owner_type = p.owner_type and owner_id = p.owner_id and name = p.name limit 1
                ) d
                where p.cron is null and p.no not in (select no from left_out)
            ) g
            where s.ctid = g.place
        )
        """;

    private readonly List<int> _run = [];
    private readonly List<short> _slot = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _name = [];
    private readonly List<string?> _template = [];
    private readonly List<string?> _cron = [];
    private readonly List<string?> _timeZone = [];
    private readonly List<string?> _event = [];
    private readonly List<string?> _data = [];
    private readonly List<string?> _catchUp = [];
    private readonly List<DateTime?> _nextAt = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 12;

    public override string Look => """
        planned as materialized (
            select *
            from unnest($1::int[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::timestamptz[])
                as p(no, slot, owner_type, owner_id, name, template, cron, timezone, event, data, catch_up, next_at)
        )
        """;

    public override string Apply => Statement;

    public override void Add(int number, FinishedRun run)
    {
        foreach (var (name, content) in run.Schedules)
        {
            _run.Add(number);
            _slot.Add((short)run.Tenant.Slot);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _name.Add(name);
            _template.Add(content?.Template);
            _cron.Add(content?.Cron);
            _timeZone.Add(content?.TimeZone);
            _event.Add(content?.EventName);
            _data.Add(content?.DataJson);
            _catchUp.Add(content?.CatchUp.Word());
            _nextAt.Add(content?.NextAt?.UtcDateTime);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _slot.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _name.Clear();
        _template.Clear();
        _cron.Clear();
        _timeZone.Clear();
        _event.Clear();
        _data.Clear();
        _catchUp.Clear();
        _nextAt.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_name, NpgsqlDbType.Text)
        .AddArray(_template, NpgsqlDbType.Text)
        .AddArray(_cron, NpgsqlDbType.Text)
        .AddArray(_timeZone, NpgsqlDbType.Text)
        .AddArray(_event, NpgsqlDbType.Text)
        .AddArray(_data, NpgsqlDbType.Text)
        .AddArray(_catchUp, NpgsqlDbType.Text)
        .AddArray(_nextAt, NpgsqlDbType.TimestampTz);
}
