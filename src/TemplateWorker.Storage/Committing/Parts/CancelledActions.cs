using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The actions of earlier runs that runs of a group take back.</summary>
/// <remarks>
/// The channel is locked unless a consumer has it, so that none claims the action before it is removed. A run whose action has left is
/// repeated, and learns that it cannot be cancelled any more.
/// </remarks>
internal sealed class CancelledActions : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<Guid> _id = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 4;

    public override string Look { get; } = $"""
        recall as materialized (
            select r.no, case when a.position is null or c.free then a.place end as place
            from unnest($1::int[], $2::text[], $3::text[], $4::uuid[]) as r(no, owner_type, owner_id, id)
            left join lateral (
                select ctid as place, slot, owner_type, owner_id, channel, route, position
                from actions
                where id = r.id and owner_type = r.owner_type and owner_id = r.owner_id and died_at is null
                limit 1
            ) a on true
            left join lateral (
                {ActionChannels.LockFree("a")}
            ) c on true
        )
        """;

    public override string LeftOut => "select no from recall where place is null";

    public override string Apply => """
        recalled as materialized (
            select place from recall where no not in (select no from left_out)
        ), taken_back as (
            delete from actions a using recalled r where a.ctid = r.place and a.died_at is null returning 1
        )
        """;

    public override string Meant => "(select count(*) from recalled)";

    public override string Made => "(select count(*) from taken_back)";

    public override void Add(int number, FinishedRun run)
    {
        for (var i = 0; i < run.CancelledActions.Count; i++)
        {
            _run.Add(number);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _id.Add(run.CancelledActions[i]);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _id.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_id, NpgsqlDbType.Uuid);
}
