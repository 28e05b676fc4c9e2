using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>Removes keys that were found expired and still are, and stores their events. One round trip, one transaction.</summary>
internal static class RemoveExpired
{
    private const string Sql = $"""
        with due as (
            delete from tenant_kv_expiry e
            using unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::uuid[]) d(owner_type, owner_id, key, scopes, event_id)
            where e.owner_type = d.owner_type and e.owner_id = d.owner_id and e.key = d.key and e.scopes = d.scopes::text[]
                and e.expires_at <= now()
            returning e.owner_type, e.owner_id, e.key, e.scopes, e.expires_at, d.event_id
        ), removed as (
            delete from tenant_kv k
            using due d
            where k.owner_type = d.owner_type and k.owner_id = d.owner_id and k.key = d.key and k.scopes = d.scopes
            returning k.owner_type, k.owner_id, k.key, k.scopes, k.value, d.expires_at, d.event_id
        ), made as (
            {DeliveryInsert.Into}
            select template_worker_slot(r.owner_type, r.owner_id), r.owner_type, r.owner_id, t.template, r.event_id, t.event,
                json_build_object('key', r.key, 'scopes', to_json(r.scopes), 'value', coalesce(r.value, 'null'))
            from removed r
            join template_subscriptions t on t.owner_type = r.owner_type and t.owner_id = r.owner_id and t.event = $6
            where not exists (
                select from tenant_state b where b.owner_type = r.owner_type and b.owner_id = r.owner_id and b.banned)
            order by r.expires_at, r.event_id, t.template
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from due), (select count(*)::int from made), (select count(*)::int from woken)
        """;

    public static async Task<ExpiredKeys> ExecuteAsync(NpgsqlConnection connection, DueKeys due, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // A statement of its own, so that the next one sees what others wrote while this one waited for the locks.
        batch.BatchCommands.Add(LockTenants.CommandWithTransactionId(due.Locks));
        var remove = new NpgsqlBatchCommand(Sql);
        due.AddTo(remove.Parameters);
        remove.Parameters.AddText(ExpiryStore.EventName);
        batch.BatchCommands.Add(remove);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ExpiredKeys(due.Count, reader.GetInt32(0), reader.GetInt32(1));
    }
}
