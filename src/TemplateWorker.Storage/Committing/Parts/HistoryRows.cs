using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The lines of history of the runs of a group.</summary>
internal sealed class HistoryRows : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _template = [];
    private readonly List<int> _version = [];
    private readonly List<Guid> _eventId = [];
    private readonly List<string> _name = [];
    private readonly List<long?> _delivery = [];
    private readonly List<int> _attempt = [];
    private readonly List<string> _outcome = [];
    private readonly List<string?> _reason = [];
    private readonly List<string?> _message = [];
    private readonly List<string?> _stack = [];
    private readonly List<DateTime> _startedAt = [];
    private readonly List<float> _wall = [];
    private readonly List<float> _cpu = [];
    private readonly List<string> _worker = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 17;

    public override string Look => """
        ended as materialized (
            select *
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::int[], $6::uuid[], $7::text[], $8::bigint[], $9::int[],
                $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::real[], $16::real[], $17::text[])
                as h(no, owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message, stack,
                    started_at, wall_ms, cpu_ms, worker)
        )
        """;

    public override string Apply => """
        told as (
            insert into history (owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message,
                stack, started_at, wall_ms, cpu_ms, worker)
            select owner_type, owner_id, template, version, event_id, event, delivery, attempt, outcome, reason, message,
                stack, started_at, wall_ms, cpu_ms, worker
            from ended
            where no not in (select no from left_out)
        )
        """;

    public override void Add(int number, FinishedRun run)
    {
        foreach (var earlier in run.Earlier)
        {
            Add(number, run.Tenant, earlier.History);
        }

        if (run.History is { } entry)
        {
            Add(number, run.Tenant, entry);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _template.Clear();
        _version.Clear();
        _eventId.Clear();
        _name.Clear();
        _delivery.Clear();
        _attempt.Clear();
        _outcome.Clear();
        _reason.Clear();
        _message.Clear();
        _stack.Clear();
        _startedAt.Clear();
        _wall.Clear();
        _cpu.Clear();
        _worker.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_template, NpgsqlDbType.Text)
        .AddArray(_version, NpgsqlDbType.Integer)
        .AddArray(_eventId, NpgsqlDbType.Uuid)
        .AddArray(_name, NpgsqlDbType.Text)
        .AddArray(_delivery, NpgsqlDbType.Bigint)
        .AddArray(_attempt, NpgsqlDbType.Integer)
        .AddArray(_outcome, NpgsqlDbType.Text)
        .AddArray(_reason, NpgsqlDbType.Text)
        .AddArray(_message, NpgsqlDbType.Text)
        .AddArray(_stack, NpgsqlDbType.Text)
        .AddArray(_startedAt, NpgsqlDbType.TimestampTz)
        .AddArray(_wall, NpgsqlDbType.Real)
        .AddArray(_cpu, NpgsqlDbType.Real)
        .AddArray(_worker, NpgsqlDbType.Text);

    private void Add(int number, TenantId tenant, HistoryEntry entry)
    {
        _run.Add(number);
        _ownerType.Add(tenant.OwnerType);
        _ownerId.Add(tenant.OwnerId);
        _template.Add(entry.Template);
        _version.Add(entry.Version);
        _eventId.Add(entry.EventId);
        _name.Add(entry.EventName);
        _delivery.Add(entry.Delivery);
        _attempt.Add(entry.Attempt);
        _outcome.Add(entry.Outcome.Word());
        _reason.Add(entry.Reason);
        _message.Add(entry.Message);
        _stack.Add(entry.Stack);
        _startedAt.Add(entry.StartedAt.UtcDateTime);
        _wall.Add((float)entry.Wall.TotalMilliseconds);
        _cpu.Add((float)entry.Cpu.TotalMilliseconds);
        _worker.Add(entry.Worker);
    }
}
