using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>The ranges that the runs of a group listed. Reused from group to group by one thread.</summary>
internal sealed class ListedRanges : CommitPart
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

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 9;

    public override string Look => """
        range_stale as materialized (
            select r.no
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[])
                as r(no, owner_type, owner_id, scopes, prefix, after, past, size, fingerprint)
            cross join lateral (
                select coalesce(md5(string_agg(concat_ws(' ', version, octet_length(key), key), '' order by key collate "C")), '')
                from (
                    select k.key, k.xmin as version
                    from tenant_kv k
                    left join lateral (
                        select expires_at
                        from tenant_kv_expiry
                        where owner_type = r.owner_type and owner_id = r.owner_id and key = k.key and scopes = r.scopes::text[]
                        limit 1
                    ) x on true
                    where k.owner_type = r.owner_type and k.owner_id = r.owner_id and k.scopes = r.scopes::text[]
                        and k.key collate "C" >= greatest(r.prefix collate "C", r.after collate "C")
                        and k.key collate "C" < coalesce(r.past, repeat(chr(1114111), 700)) collate "C"
                        and k.key is distinct from r.after
                        and (x.expires_at is null or x.expires_at > now())
                    order by k.key collate "C"
                    limit r.size
                ) page
            ) f(fingerprint)
            where f.fingerprint <> r.fingerprint
        )
        """;

    public override string LeftOut => "select no from range_stale";

    public override void Add(int number, FinishedRun run)
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

    public override void Clear()
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

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
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
