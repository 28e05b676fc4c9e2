using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>What becomes of the expiries of keys that the runs of a group write.</summary>
internal sealed class KeyExpiries : CommitPart
{
    private readonly List<int> _run = [];
    private readonly List<string> _ownerType = [];
    private readonly List<string> _ownerId = [];
    private readonly List<string> _key = [];
    private readonly List<string> _scopes = [];
    private readonly List<TimeSpan?> _ttl = [];
    private readonly List<DateTime?> _at = [];
    private readonly List<int> _hops = [];

    public override bool IsEmpty => _run.Count == 0;

    public override int ParameterCount => 8;

    public override string Look => """
        expiry as materialized (
            select no, owner_type, owner_id, key, scopes::text[] as scopes, coalesce(at, now() + ttl) as expires_at, hops
            from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::interval[], $7::timestamptz[], $8::int[])
                as e(no, owner_type, owner_id, key, scopes, ttl, at, hops)
        )
        """;

    public override string Apply => """
        endless as (
            delete from tenant_kv_expiry x
            using (
                select p.place
                from expiry e
                cross join lateral (
                    select ctid as place
                    from tenant_kv_expiry
                    where owner_type = e.owner_type and owner_id = e.owner_id and key = e.key and scopes = e.scopes
                    limit 1
                ) p
                where e.expires_at is null and e.no not in (select no from left_out)
            ) g
            where x.ctid = g.place
        ), expiring as (
            insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at, hops)
            select owner_type, owner_id, key, scopes, expires_at, hops
            from expiry
            where expires_at is not null and no not in (select no from left_out)
            on conflict (owner_type, owner_id, key, scopes) do update set expires_at = excluded.expires_at, hops = excluded.hops
        )
        """;

    public override void Add(int number, FinishedRun run)
    {
        foreach (var write in run.Writes)
        {
            if (write.Expiry is KeyExpiry.Untouched)
            {
                continue;
            }

            _run.Add(number);
            _ownerType.Add(run.Tenant.OwnerType);
            _ownerId.Add(run.Tenant.OwnerId);
            _key.Add(write.Name.Key);
            _scopes.Add(write.Name.Scopes.Literal);
            _ttl.Add(write.Json is not null && write.Expiry is KeyExpiry.After(var ttl) ? ttl : null);
            _at.Add(write.Json is not null && write.Expiry is KeyExpiry.At(var time) ? time.UtcDateTime : null);
            _hops.Add(run.Hops + 1);
        }
    }

    public override void Clear()
    {
        _run.Clear();
        _ownerType.Clear();
        _ownerId.Clear();
        _key.Clear();
        _scopes.Clear();
        _ttl.Clear();
        _at.Clear();
        _hops.Clear();
    }

    public override void AddTo(NpgsqlParameterCollection parameters) => parameters
        .AddArray(_run, NpgsqlDbType.Integer)
        .AddArray(_ownerType, NpgsqlDbType.Text)
        .AddArray(_ownerId, NpgsqlDbType.Text)
        .AddArray(_key, NpgsqlDbType.Text)
        .AddArray(_scopes, NpgsqlDbType.Text)
        .AddArray(_ttl, NpgsqlDbType.Interval)
        .AddArray(_at, NpgsqlDbType.TimestampTz)
        .AddArray(_hops, NpgsqlDbType.Integer);
}
