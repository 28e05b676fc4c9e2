using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>How many keys and bytes the tenants of a group keep after it, within their quotas. Follows <see cref="TouchedKeys"/>, whose rows it counts.</summary>
/// <remarks>
/// A run that would exceed a quota is left out; one that shrinks what is there, or leaves it alone, never is. A group pays for it only when one
/// of its runs may change what its tenant keeps (<see cref="KeyWrite.KeepsSize"/>), only the keys of such runs are measured, and the row of a
/// tenant is looked up and written only when the number of its keys or of their blocks changes.
/// </remarks>
internal sealed class KeyUsage : CommitPart
{
    private const long Uncounted = -1;

    // A run names the scopes of a key in a form of its own.
    private static readonly string Size = KeySize.Sql("s.key", "case when s.scopes = '{}' then s.scopes else s.scopes::text[]::text end", "s.value");
    private static readonly string SizeBefore = KeySize.SqlOf("k");

    // All rows of a run have one tenant.
    private static readonly string Growth = $"""
        key_growth as materialized (
            select s.no, min(s.owner_type) as owner_type, min(s.owner_id) as owner_id, sum((s.place is null)::int - (s.value is null)::int) as keys,
                sum(coalesce({Size}, 0) - coalesce(o.bytes, 0)) as bytes
            from seen s
            left join lateral (
                select {SizeBefore} as bytes from tenant_kv k where k.ctid = s.place limit 1
            ) o on true
            where s.written and ($1::bigint[])[s.no + 1] <> {Uncounted} and (s.value is not null or s.place is not null)
            group by s.no
        ), key_usage as materialized (
            select g.*, u.place, coalesce(u.entries, 0) as used_keys, coalesce(u.bytes, 0) as used_bytes,
                ($1::bigint[])[g.no + 1] as max_keys, ($2::bigint[])[g.no + 1] as max_bytes
            from key_growth g
            left join lateral (
                select ctid as place, entries, bytes
                from tenant_usage
                where owner_type = g.owner_type and owner_id = g.owner_id and kind = 'keys'
                limit 1
            ) u on true
            where g.keys <> 0 or g.bytes <> 0
        )
        """;

    private readonly List<long> _keys = [];
    private readonly List<long> _bytes = [];
    private bool _isUsed;

    public override bool IsEmpty => !_isUsed;

    public override int ParameterCount => 2;

    public override string Look => Growth;

    public override string Quotas => $"""
        select u.no, q.quota, q.used, q.more, q.most
        from key_usage u
        cross join lateral (values
            ({(int)Quota.Keys}, u.used_keys, u.keys, u.max_keys), ({(int)Quota.Storage}, u.used_bytes, u.bytes, u.max_bytes)
        ) q(quota, used, more, most)
        where q.more > 0 and q.used + q.more >= q.most - q.most / 5 and (q.used < q.most - q.most / 5 or q.used + q.more > q.most)
        """;

    public override string Apply => """
        counting as materialized (
            select * from key_usage where no not in (select no from left_out)
        ), keys_counted as (
            update tenant_usage t set entries = t.entries + c.keys, bytes = t.bytes + c.bytes
            from counting c
            where t.ctid = c.place
            returning 1
        ), keys_first_counted as (
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            select owner_type, owner_id, 'keys', keys, bytes from counting where place is null
            on conflict (owner_type, owner_id, kind) do nothing
            returning 1
        )
        """;

    public override string Meant => "(select count(*) from counting)";

    public override string Made => "(select count(*) from keys_counted) + (select count(*) from keys_first_counted)";

    public override void Add(int number, FinishedRun run)
    {
        // By the run's number, so that the statement needs no join for them.
        while (_keys.Count <= number)
        {
            _keys.Add(Uncounted);
            _bytes.Add(Uncounted);
        }

        if (MayChangeSize(run.Writes))
        {
            (_keys[number], _bytes[number]) = KeyQuotas.Of(run.Limits);
            _isUsed = true;
        }
    }

    public override void Clear()
    {
        _keys.Clear();
        _bytes.Clear();
        _isUsed = false;
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_keys, NpgsqlDbType.Bigint)
        .AddArray(_bytes, NpgsqlDbType.Bigint);

    // What a write says of the row holds only at the version that the run has read. By index, which allocates nothing.
    private static bool MayChangeSize(IReadOnlyList<KeyWrite> writes)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i] is not { KeepsSize: true, Read.Version: not null })
            {
                return true;
            }
        }

        return false;
    }
}
