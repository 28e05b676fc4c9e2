using Npgsql;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Due;

/// <summary>
/// Removes keys that were found expired and still are, and stores their events. One round trip, one transaction, which waits
/// for no lock: what another session holds is left for the next pass.
/// </summary>
internal static class RemoveExpired
{
    // A row that is held cannot be told from one that is absent once it is skipped, so a key is looked up a second time without a lock.
    private static readonly string Sql = $"""
        with due as materialized (
            select d.*, x.place as expiry, x.expires_at, x.hops, k.place
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::int[], $8::int[], $9::bigint[])
                d(owner_type, owner_id, key, scopes, event_id, lock, max_queued, max_hops, floor)
            cross join lateral (
                select ctid as place, expires_at, hops
                from tenant_kv_expiry
                where owner_type = d.owner_type and owner_id = d.owner_id and key = d.key and scopes = d.scopes::text[] and expires_at <= now()
                limit 1
                for update skip locked
            ) x
            left join lateral (
                select ctid as place
                from tenant_kv
                where owner_type = d.owner_type and owner_id = d.owner_id and key = d.key and key collate "C" = d.key and scopes = d.scopes::text[]
                limit 1
            ) seen on true
            left join lateral (
                select ctid as place from tenant_kv where ctid = seen.place limit 1 for update skip locked
            ) k on true
            where (d.lock is null or not d.lock = any ({LockTenants.Missed})) and (seen.place is null or k.place is not null)
        ), removed as (
            delete from tenant_kv k
            using due d
            where k.ctid = d.place
            returning k.owner_type, k.owner_id, k.key, k.scopes, k.value, d.expires_at, d.event_id, d.hops, d.max_queued, d.max_hops, d.floor,
                {KeySize.SqlOf("k")} as bytes
        ), counted as (
            update tenant_usage t set entries = t.entries - u.keys, bytes = t.bytes - u.bytes
            from (
                select p.place, r.keys, r.bytes
                from (select owner_type, owner_id, count(*) as keys, sum(bytes) as bytes from removed group by owner_type, owner_id) r
                cross join lateral (
                    select ctid as place from tenant_usage where owner_type = r.owner_type and owner_id = r.owner_id and kind = 'keys' limit 1
                ) p
            ) u
            where t.ctid = u.place
        ), settled as (
            delete from tenant_kv_expiry x
            using due d
            where x.ctid = d.expiry and (d.place is null or d.event_id in (select event_id from removed))
            returning 1
        ), told as materialized (
            select r.owner_type, r.owner_id, r.key, r.scopes, r.value, r.expires_at, r.event_id, r.hops, r.max_hops, r.max_queued, r.floor, t.template
            from removed r
            cross join lateral (
                select template from template_subscriptions where owner_type = r.owner_type and owner_id = r.owner_id and event = $10 offset 0
            ) t
            where not coalesce((select banned from tenant_state where owner_type = r.owner_type and owner_id = r.owner_id), false)
        ), room as materialized (
            {QueueCount.RoomSql("told")}
        ), numbered as (
            select told.*, row_number() over (partition by owner_type, owner_id order by expires_at, event_id, template) as nth
            from told
            where hops <= max_hops
        ), fitting as (
            select *, max(nth) over (partition by event_id) as last from numbered
        ), made as (
            {DeliveryInsert.IntoWithHops}
            select template_worker_slot(f.owner_type, f.owner_id), f.owner_type, f.owner_id, f.template, f.event_id, $10,
                json_build_object('key', f.key, 'scopes', to_json(f.scopes), 'value', coalesce(f.value, 'null')), f.hops
            from fitting f
            join room r on r.owner_type = f.owner_type and r.owner_id = f.owner_id
            where f.last <= r.room
            order by f.expires_at, f.event_id, f.template
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from settled), (select count(*)::int from made), (select count(*)::int from told), (select count(*)::int from woken)
        """;

    public static async Task<ExpiredKeys> ExecuteAsync(NpgsqlConnection connection, DueKeys due, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LockTenants.TryBegin());
        batch.BatchCommands.Add(LockTenants.Try(due.Locks));
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        var remove = new NpgsqlBatchCommand(Sql);
        due.AddTo(remove.Parameters);
        remove.Parameters.AddText(ExpiryStore.EventName);
        batch.BatchCommands.Add(remove);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await LockTenants.ReadFourthAsync(reader, cancellationToken);
        var (settled, made, told) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
        await reader.CloseAsync();
        return new ExpiredKeys(due.Count, settled, made) { Silenced = told - made };
    }
}
