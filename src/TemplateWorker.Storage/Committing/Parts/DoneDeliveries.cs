using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The deliveries that runs of a group have done, to be removed.</summary>
internal sealed class DoneDeliveries : CommitPart, IDeliveryPart
{
    private readonly List<int> _run = [];
    private readonly List<short> _slot = [];
    private readonly List<long> _id = [];
    private readonly List<int> _attempt = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 4;

    public override string Look => """
        taken as materialized (
            select t.no, t.attempt, d.ctid as place
            from unnest($1::int[], $2::smallint[], $3::bigint[], $4::int[]) as t(no, slot, id, attempt)
            left join lateral (
                select ctid from deliveries where slot = t.slot and id = t.id and attempt = t.attempt limit 1
            ) d on true
        )
        """;

    public override string LeftOut => Gone;

    public string Gone => "select no from taken where place is null";

    public override string Apply => """
        done as materialized (
            select * from taken where no not in (select no from left_out)
        ), finished as (
            delete from deliveries d
            using done t
            where d.ctid = t.place and d.attempt = t.attempt
            returning 1
        )
        """;

    public override string Meant => "(select count(*) from done)";

    public override string Made => "(select count(*) from finished)";

    public override void Add(int number, FinishedRun run)
    {
        foreach (var earlier in run.Earlier)
        {
            Add(number, run.Tenant, earlier.Delivery);
        }

        if (run.Delivery is DeliveryEnd.Done done)
        {
            Add(number, run.Tenant, done);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _slot.Clear();
        _id.Clear();
        _attempt.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_slot, NpgsqlDbType.Smallint)
        .AddArray(_id, NpgsqlDbType.Bigint)
        .AddArray(_attempt, NpgsqlDbType.Integer);

    private void Add(int number, TenantId tenant, DeliveryEnd.Done done)
    {
        _run.Add(number);
        _slot.Add((short)tenant.Slot);
        _id.Add(done.Id);
        _attempt.Add(done.Attempt);
    }
}
