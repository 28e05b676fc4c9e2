using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>
/// The keys that the runs of a group read or write, as the columns of an array per parameter. A key that a run reads and
/// writes is one row, so that the statement looks it up once: where it lay when it was last read or written, and by its name
/// only when it is no longer there. Reused from group to group by one thread.
/// </summary>
internal sealed class TouchedKeys : CommitPart
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
    private readonly List<bool> _anew = [];
    private readonly List<string?> _place = [];
    private readonly List<int> _write = [];
    private readonly Dictionary<KeyName, KeyRead?> _writesOfRun = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 11;

    public override string Look => """
        seen as materialized (
            select t.row, t.no, t.owner_type, t.owner_id, t.key, t.scopes, t.written, t.value, t.anew,
                coalesce(p.ctid, k.ctid) as place, coalesce(p.xmin, k.xmin) as version,
                t.checked and coalesce(p.xmin, k.xmin) is distinct from t.version as stale
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bool[], $7::xid[], $8::bool[], $9::jsonb[],
                    $10::bool[], $11::text[]) with ordinality
                as t(no, owner_type, owner_id, key, scopes, checked, version, written, value, anew, place, row)
            left join lateral (
                select ctid, xmin
                from tenant_kv
                where ctid = t.place::tid and xmin = t.version and key collate "C" = t.key and owner_id = t.owner_id and owner_type = t.owner_type
                    and scopes = t.scopes::text[]
                limit 1
            ) p on true
            left join lateral (
                select ctid, xmin
                from tenant_kv
                where p.ctid is null and owner_id = t.owner_id and owner_type = t.owner_type and key = t.key and key collate "C" = t.key and scopes = t.scopes::text[]
                limit 1
            ) k on true
        )
        """;

    public override string LeftOut => "select no from seen where stale";

    public override string Apply => """
        write as materialized (
            select * from seen where written and no not in (select no from left_out) and (value is not null or place is not null)
        ), updated as (
            update tenant_kv k set value = w.value, last_updated_at = now(), created_at = case when w.anew then now() else k.created_at end
            from write w
            where w.value is not null and k.ctid = w.place and k.xmin = w.version
            returning w.row, k.ctid::text as place
        ), inserted as (
            insert into tenant_kv (owner_type, owner_id, key, scopes, value)
            select owner_type, owner_id, key, scopes::text[], value from write where value is not null and place is null
            on conflict (owner_id, owner_type, key, scopes) do nothing
            returning 1
        ), removed as (
            delete from tenant_kv k
            using write w
            where w.value is null and k.ctid = w.place and k.xmin = w.version
            returning 1
        )
        """;

    public override string Meant => "(select count(*) from write)";

    public override string Made => "(select count(*) from updated) + (select count(*) from inserted) + (select count(*) from removed)";

    public override string Versioned => "exists (select from write)";

    /// <exception cref="ArgumentException">The run writes a key twice.</exception>
    public override void Add(int number, FinishedRun run)
    {
        _writesOfRun.Clear();
        for (var i = 0; i < run.Writes.Count; i++)
        {
            var write = run.Writes[i];
            if (!_writesOfRun.TryAdd(write.Name, write.Read))
            {
                throw new ArgumentException("A run must not write the same key twice: merge its writes first.", nameof(run));
            }

            AddRow(number, run.Tenant, write.Name, write.Read);
            _written.Add(true);
            _value.Add(write.Json);
            _anew.Add(write.IsAnew);
            _write.Add(i);
        }

        foreach (var read in run.Reads)
        {
            // Checked with the write already, unless runs claim to have read two versions: then the row stays in the check, and fails it.
            if (_writesOfRun.GetValueOrDefault(read.Name) is { } checkedRead && checkedRead.Version == read.Version)
            {
                continue;
            }

            AddRow(number, run.Tenant, read.Name, read);
            _written.Add(false);
            _value.Add(null);
            _anew.Add(false);
            _write.Add(-1);
        }
    }

    /// <summary>Which write of which run a row of the statement was.</summary>
    /// <param name="row">Counted from 1.</param>
    public (int Number, int Write) WriteOf(long row) => (_run[(int)row - 1], _write[(int)row - 1]);

    public override void Clear()
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
        _anew.Clear();
        _place.Clear();
        _write.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_checked, NpgsqlDbType.Boolean)
        .AddArray(_version, NpgsqlDbType.Xid)
        .AddArray(_written, NpgsqlDbType.Boolean)
        .AddArray(_value, NpgsqlDbType.Jsonb)
        .AddArray(_anew, NpgsqlDbType.Boolean)
        .AddArray(_place, NpgsqlDbType.Text);

    private void AddRow(int number, TenantId tenant, KeyName name, KeyRead? read)
    {
        _run.Add(number);
        _ownerType.Add(tenant.OwnerType);
        _ownerId.Add(tenant.OwnerId);
        _key.Add(name.Key);
        _scopes.Add(name.Scopes.Literal);
        _checked.Add(read is not null);
        _version.Add(read?.Version);
        _place.Add(read?.Place.Text);
    }
}
