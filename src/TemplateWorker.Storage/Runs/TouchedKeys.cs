using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Runs;

/// <summary>
/// The keys that the runs of a group read or write, as the columns of an array per parameter. A key that a run reads and
/// writes is one row, so that the statement looks it up once. Reused from group to group by one thread.
/// </summary>
internal sealed class TouchedKeys
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _key = [];
    private readonly List<string> _scopes = [];
    private readonly List<bool> _checked = [];
    private readonly List<uint?> _version = [];
    private readonly List<bool> _written = [];
    private readonly List<string?> _value = [];
    private readonly Dictionary<KeyName, KeyRead?> _writesOfRun = [];

    /// <summary>Adds the keys of the run that has this number in the group.</summary>
    /// <exception cref="ArgumentException">The run writes a key twice.</exception>
    public void Add(int number, FinishedRun run)
    {
        _writesOfRun.Clear();
        foreach (var write in run.Writes)
        {
            if (!_writesOfRun.TryAdd(write.Name, write.Read))
            {
                throw new ArgumentException("A run must not write the same key twice: merge its writes first.", nameof(run));
            }

            AddRow(number, run.Tenant, write.Name, write.Read);
            _written.Add(true);
            _value.Add(write.Json);
        }

        foreach (var read in run.Reads)
        {
            // Checked with the write already, unless somebody claims to have seen two versions: then the row stays, and fails.
            if (_writesOfRun.GetValueOrDefault(read.Name) is { } checkedRead && checkedRead.Version == read.Version)
            {
                continue;
            }

            AddRow(number, run.Tenant, read.Name, read);
            _written.Add(false);
            _value.Add(null);
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _key.Clear();
        _scopes.Clear();
        _checked.Clear();
        _version.Clear();
        _written.Clear();
        _value.Clear();
    }

    /// <summary>Adds the nine parameters; they follow this object's rows from then on.</summary>
    public void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_checked, NpgsqlDbType.Boolean)
        .AddArray(_version, NpgsqlDbType.Xid)
        .AddArray(_written, NpgsqlDbType.Boolean)
        .AddArray(_value, NpgsqlDbType.Jsonb);

    private void AddRow(int number, TenantId tenant, KeyName name, KeyRead? read)
    {
        _run.Add(number);
        _ownerType.Add(tenant.OwnerType);
        _ownerId.Add(tenant.OwnerId);
        _key.Add(name.Key);
        _scopes.Add(name.Scopes.Literal);
        _checked.Add(read is not null);
        _version.Add(read?.Version);
    }
}
