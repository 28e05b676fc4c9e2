using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The rights under which the runs of a group took place.</summary>
/// <remarks>
/// A plain look is enough: a slot that is taken over right behind it changes nothing, because what keeps an effect from being
/// there twice is the delivery's row and the versions of what was read. The fence stops a worker that was away for long.
/// </remarks>
internal sealed class HeldFences : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<short> _slot = [];
    private readonly List<long> _fence = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 3;

    public override string Look => """
        lost as materialized (
            select f.no
            from unnest($1::int[], $2::smallint[], $3::bigint[]) as f(no, slot, fence)
            left join lateral (select fence from slots where slot = f.slot limit 1) s on true
            where s.fence is distinct from f.fence
        )
        """;

    public override string LeftOut => "select no from lost";

    public override void Add(int number, FinishedRun run)
    {
        if (run.Fence is { } fence)
        {
            _run.Add(number);
            _slot.Add((short)fence.Slot);
            _fence.Add(fence.Fence);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _slot.Clear();
        _fence.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_fence, NpgsqlDbType.Bigint);
}
