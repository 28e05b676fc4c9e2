using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Runs;

/// <summary>The idempotency entries of the runs of a group. Reused from group to group by one thread.</summary>
internal sealed class RecordedAnswers
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

    /// <summary>Whether no run has an entry.</summary>
    public bool IsEmpty => _run.Count == 0;

    /// <summary>Adds the entry of the run, if it has one.</summary>
    public void Add(int number, FinishedRun run)
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

    /// <summary>Forgets all rows.</summary>
    public void Clear()
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

    /// <summary>Adds the nine parameters; they follow this object's rows from then on.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
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
