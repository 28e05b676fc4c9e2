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
            select n.slot, n.owner_type, n.owner_id, t.template, n.event_id, t.event, $6::json
            from unnest($1::text[], $2::text[], $3::smallint[], $4::uuid[], $7::int[]) n(owner_type, owner_id, slot, event_id, max_queued)
            join template_subscriptions t on t.owner_type = n.owner_type and t.owner_id = n.owner_id and t.event = $5
            where not exists (
                select from tenant_state b where b.owner_type = n.owner_type and b.owner_id = n.owner_id and b.banned)
                and {QueueCount.Sql("n.owner_type", "n.owner_id", "n.max_queued")} < n.max_queued
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from made), (select count(*)::int from woken)
        """;

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, IReadOnlyList<TenantId> tenants, string dataJson, LimitOptions limits, CancellationToken cancellationToken)
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
            .AddArray([.. tenants.Select(tenant => limits.For(tenant).QueuedDeliveries)], NpgsqlDbType.Integer);
        batch.BatchCommands.Add(tell);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}
