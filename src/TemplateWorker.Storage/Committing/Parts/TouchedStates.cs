using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The tenant states that the runs of a group read or write. Reused from group to group by one thread.</summary>
internal sealed class TouchedStates : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<bool> _checked = [];
    private readonly List<uint?> _version = [];
    private readonly List<string?> _data = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 6;

    public override string Look => """
        state_seen as materialized (
            select t.no, t.owner_type, t.owner_id, t.data, s.ctid as place, s.xmin as version,
                t.checked and s.xmin is distinct from t.version as stale
            from unnest($1::int[], $2::text[], $3::text[], $4::bool[], $5::xid[], $6::jsonb[])
                as t(no, owner_type, owner_id, checked, version, data)
            left join lateral (
                select ctid, xmin from tenant_state where owner_id = t.owner_id and owner_type = t.owner_type limit 1
            ) s on true
        )
        """;

    public override string LeftOut => "select no from state_seen where stale";

    public override string Apply => """
        state_write as materialized (
            select * from state_seen where data is not null and no not in (select no from left_out)
        ), state_updated as (
            update tenant_state s set data = w.data
            from state_write w
            where s.ctid = w.place and s.xmin = w.version
            returning 1
        ), state_inserted as (
            insert into tenant_state (owner_type, owner_id, data)
            select owner_type, owner_id, data from state_write where place is null
            on conflict (owner_id, owner_type) do nothing
            returning 1
        )
        """;

    public override string Meant => "(select count(*) from state_write)";

    public override string Made => "(select count(*) from state_updated) + (select count(*) from state_inserted)";

    public override string Versioned => "exists (select from state_write)";

    public override void Add(int number, FinishedRun run)
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

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _checked.Clear();
        _version.Clear();
        _data.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_checked, NpgsqlDbType.Boolean)
        .AddArray(_version, NpgsqlDbType.Xid)
        .AddArray(_data, NpgsqlDbType.Jsonb);
}
