using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Runs;

/// <summary>The ranges that the runs of a group listed. Reused from group to group by one thread.</summary>
internal sealed class ListedRanges
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _scopes = [];
    private readonly List<string> _prefix = [];
    private readonly List<string?> _after = [];
    private readonly List<string?> _end = [];
    private readonly List<int> _limit = [];
    private readonly List<string> _fingerprint = [];

    /// <summary>Whether no run listed anything.</summary>
    public bool IsEmpty => _run.Count == 0;

    /// <summary>Adds what the run listed.</summary>
    public void Add(int number, FinishedRun run)
    {
        foreach (var (range, fingerprint) in run.Ranges)
        {
            _run.Add(number);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _scopes.Add(range.Scopes.Literal);
            _prefix.Add(range.Prefix);
            _after.Add(range.After);
            _end.Add(range.End);
            _limit.Add(range.Limit);
            _fingerprint.Add(fingerprint);
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _scopes.Clear();
        _prefix.Clear();
        _after.Clear();
        _end.Clear();
        _limit.Clear();
        _fingerprint.Clear();
    }

    /// <summary>Adds the nine parameters; they follow this object's rows from then on.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_prefix, NpgsqlDbType.Text)
        .AddArray(_after, NpgsqlDbType.Text)
        .AddArray(_end, NpgsqlDbType.Text)
        .AddArray(_limit, NpgsqlDbType.Integer)
        .AddArray(_fingerprint, NpgsqlDbType.Text);
}
