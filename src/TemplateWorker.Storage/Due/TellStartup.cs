using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>Stores the start of a supervisor for some tenants. One round trip, one transaction.</summary>
internal static class TellStartup
{
    private static readonly string Sql = $"""
        with made as (
            {DeliveryInsert.Into}
            select n.slot, n.owner_type, n.owner_id, t.template, n.event_id, $5, $6::json
            from unnest($1::text[], $2::text[], $3::smallint[], $4::uuid[], $7::int[], $8::bigint[])
                n(owner_type, owner_id, slot, event_id, max_queued, floor)
            cross join lateral (
                select template from template_subscriptions where owner_type = n.owner_type and owner_id = n.owner_id and event = $5 offset 0
            ) t
            where not coalesce((select banned from tenant_state where owner_type = n.owner_type and owner_id = n.owner_id), false)
                and ({QueueCount.Sql("n.owner_type", "n.owner_id", "n.max_queued", "n.floor")})[1] < n.max_queued
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from made), (select count(*)::int from woken)
        """;

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection,
        IReadOnlyList<TenantId> tenants,
        string dataJson,
        LimitOptions limits,
        QueueFloors floors,
        CancellationToken cancellationToken)
    {
        await using var batch = DeliveryInsert.Batch(connection);
        var tell = new NpgsqlBatchCommand(Sql);
        tell.Parameters
            .AddArray([.. tenants.Select(tenant => tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. tenants.Select(tenant => tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. tenants.Select(tenant => (short)tenant.Slot)], NpgsqlDbType.Smallint)
            .AddArray([.. tenants.Select(_ => Guid.NewGuid())], NpgsqlDbType.Uuid)
            .AddText(StartupStore.EventName)
            .AddText(dataJson)
            .AddArray([.. tenants.Select(tenant => limits.For(tenant).QueuedDeliveries)], NpgsqlDbType.Integer)
            .AddArray([.. tenants.Select(floors.Of)], NpgsqlDbType.Bigint);
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        batch.BatchCommands.Add(tell);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}
