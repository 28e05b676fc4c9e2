using Npgsql;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Operating;

/// <summary>Removes deliveries of a tenant, with the holds that they are, under the tenant's lock.</summary>
/// <remarks>
/// A delivery goes only at the attempt at which it was seen: one that is parked at this moment stays, because its hold
/// cannot be seen and would hold the lane for nothing.
/// </remarks>
internal static class DropDeliveries
{
    private static readonly string Sql = DeliverySelection.Sql + $"""
        , gone as (
            delete from deliveries d
            using selected s
            where s.state in ('queued', 'retrying', 'parked') and d.ctid = s.place and d.id = s.id and d.attempt = s.attempt
            returning d.id
        ), freed as (
            delete from lane_holds h
            using selected s
            where s.state = 'parked' and h.owner_type = $1 and h.owner_id = $2 and h.template = s.template and h.kind = 'parked'
                and h.delivery = s.id
        ), forgotten as (
            delete from delayed_deliveries d
            using selected s
            where s.state = 'delayed' and d.ctid = s.place and d.id = s.id
            returning d.id
        ), buried as (
            delete from dead_letters d
            using selected s
            where s.state = 'dead' and d.ctid = s.place and d.id = s.id
            returning {LetterUsage.Size("d.data")} as bytes
        ), counted as (
            {LetterUsage.TakeSql("buried")}
        ), dropped as (
            select (select count(*) from gone) as queued, (select count(*) from forgotten) + (select count(*) from buried) as others
        )
        select (queued + others)::int, case when queued > 0 then pg_notify('template_worker_wake', $3::text)::text end from dropped
        """;

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, DeliveryFilter filter, IReadOnlyList<DeliveryState> states, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(Sql);
        DeliverySelection.AddTo(command.Parameters, filter, states);
        await using var reader = await TenantLock.ExecuteAsync(connection, filter.Tenant, command, cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var dropped = reader.GetInt32(0);
        await reader.CloseAsync();
        return dropped;
    }
}
