using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>What handlers returned for stored events, and the ids of the actions that they sent. A run with neither has no row.</summary>
internal sealed class EventResults : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<Guid> _eventId = [];
    private readonly List<string> _template = [];
    private readonly List<string?> _result = [];
    private readonly List<int?> _bytes = [];
    private readonly List<string?> _actions = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 8;

    public override string Look => """
        outcome as materialized (
            select *
            from unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::int[], $8::text[])
                as o(no, owner_type, owner_id, event_id, template, result, bytes, actions)
        )
        """;

    public override string Apply => """
        outcomes as (
            insert into event_results (owner_type, owner_id, event_id, template, result, bytes, actions)
            select owner_type, owner_id, event_id, template, result::json, bytes, actions::uuid[]
            from outcome
            where no not in (select no from left_out)
            on conflict (owner_type, owner_id, event_id, template) do nothing
        )
        """;

    public override void Add(int number, FinishedRun run)
    {
        if (run.Delivery is null || run.History is not { } history)
        {
            return;
        }

        for (var i = 0; i < run.Earlier.Count; i++)
        {
            Add(number, run, run.Earlier[i].Delivery.Id, run.Earlier[i].History.EventId, history.Template, run.Earlier[i].Result);
        }

        Add(number, run, run.Delivery.Id, history.EventId, history.Template, run.Result);
    }

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _eventId.Clear();
        _template.Clear();
        _result.Clear();
        _bytes.Clear();
        _actions.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_eventId, NpgsqlDbType.Uuid)
        .AddArray(_template, NpgsqlDbType.Text)
        .AddArray(_result, NpgsqlDbType.Text)
        .AddArray(_bytes, NpgsqlDbType.Integer)
        .AddArray(_actions, NpgsqlDbType.Text);

    private void Add(int number, FinishedRun run, long delivery, Guid eventId, string template, KeptResult? result)
    {
        var actions = run.Actions.Count == 0 ? null : ActionsOf(run, delivery);
        if (result is null && actions is null)
        {
            return;
        }

        _run.Add(number);
        _ownerType.Add(run.Tenant.OwnerType);
        _ownerId.Add(run.Tenant.OwnerId);
        _eventId.Add(eventId);
        _template.Add(template);
        _result.Add(result?.Json);
        _bytes.Add(result?.Bytes);
        _actions.Add(actions);
    }

    /// <summary>The literal of a <c>uuid[]</c>, because <c>unnest</c> would flatten arrays of arrays; null for none.</summary>
    private static string? ActionsOf(FinishedRun run, long delivery)
    {
        var ids = string.Join(',', run.Actions.Where(action => action.Sender.Delivery == delivery).Select(action => action.Id));
        return ids.Length == 0 ? null : $"{{{ids}}}";
    }
}
