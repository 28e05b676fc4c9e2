using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Runs;

/// <summary>The tenant states that the runs of a group read or write. Reused from group to group by one thread.</summary>
internal sealed class TouchedStates
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<bool> _checked = [];
    private readonly List<uint?> _version = [];
    private readonly List<string?> _data = [];

    /// <summary>Whether no run touches a state.</summary>
    public bool IsEmpty => _run.Count == 0;

    /// <summary>Adds the state of the run's tenant, if the run touches it.</summary>
    public void Add(int number, FinishedRun run)
    {
        if (run.StateRead is null && run.StateWriteJson is null)
        {
            return;
        }

        _run.Add(number);
        _ownerType.Add(run.Tenant.OwnerType);
        _ownerId.Add(run.Tenant.OwnerId);
        _checked.Add(run.StateRead is not null);
        _version.Add(run.StateRead?.Version);
        _data.Add(run.StateWriteJson);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _checked.Clear();
        _version.Clear();
        _data.Clear();
    }

    /// <summary>Adds the six parameters; they follow this object's rows from then on.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_checked, NpgsqlDbType.Boolean)
        .AddArray(_version, NpgsqlDbType.Xid)
        .AddArray(_data, NpgsqlDbType.Jsonb);
}
