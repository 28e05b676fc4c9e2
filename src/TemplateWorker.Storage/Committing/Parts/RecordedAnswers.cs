using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The idempotency entries of the runs of a group. Reused from group to group by one thread.</summary>
internal sealed class RecordedAnswers : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _key = [];
    private readonly List<string> _template = [];
    private readonly List<Guid> _eventId = [];
    private readonly List<byte[]> _requestHash = [];
    private readonly List<string> _templates = [];
    private readonly List<string> _result = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 9;

    public override string Look => """
        known as materialized (
            select a.no, i.key is not null as done, a.owner_type, a.owner_id, a.key, a.template, a.event_id, a.request_hash, a.templates, a.result
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::bytea[], $8::text[], $9::text[])
                as a(no, owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            left join lateral (
                select key
                from idempotency_keys
                where owner_type = a.owner_type and owner_id = a.owner_id and key = a.key and template = a.template
                limit 1
            ) i on true
        )
        """;

    public override string LeftOut => "select no from known where done";

    public override string Apply => """
        answer as materialized (
            select * from known where no not in (select no from left_out)
        ), answered as (
            insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            select owner_type, owner_id, key, template, event_id, request_hash, templates::text[], result::json from answer
            on conflict (owner_type, owner_id, key, template) do nothing
            returning 1
        )
        """;

    public override string Meant => "(select count(*) from answer)";

    public override string Made => "(select count(*) from answered)";

    public override void Add(int number, FinishedRun run)
    {
        if (run.Idempotency is not { } entry)
        {
            return;
        }

        _run.Add(number);
        _ownerType.Add(run.Tenant.OwnerType);
        _ownerId.Add(run.Tenant.OwnerId);
        _key.Add(entry.Key);
        _template.Add(entry.Template);
        _eventId.Add(entry.EventId);
        _requestHash.Add(entry.RequestHash);
        _templates.Add(TextArray.Literal(entry.Templates));
        _result.Add(entry.ResultJson);
    }

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _key.Clear();
        _template.Clear();
        _eventId.Clear();
        _requestHash.Clear();
        _templates.Clear();
        _result.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_template, NpgsqlDbType.Text)
        .AddArray(_eventId, NpgsqlDbType.Uuid)
        .AddArray(_requestHash, NpgsqlDbType.Bytea)
        .AddArray(_templates, NpgsqlDbType.Text)
        .AddArray(_result, NpgsqlDbType.Text);
}
