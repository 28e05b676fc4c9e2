using Npgsql;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Operating;

/// <summary>Tries parked deliveries again where they stand, and dead ones at the end of their lanes, oldest first.</summary>
/// <remarks>Only the transaction that removes the hold or the dead letter replays the delivery, so two callers never replay it twice.</remarks>
internal static class ReplayDeliveries
{
    private static readonly string RisenSizes = $"(select {LetterUsage.Size("data")} as bytes from risen)";

    private static readonly string Sql = DeliverySelection.Sql + $"""
        , freed as (
            delete from lane_holds h
            using selected s
            where s.state = 'parked' and h.owner_type = $1 and h.owner_id = $2 and h.template = s.template and h.kind = 'parked'
                and h.delivery = s.id
            returning h.delivery
        ), begun as (
            update deliveries d
            set attempt = 0, deaths = 0, not_before = null
            from selected s
            where s.id in (select delivery from freed) and d.ctid = s.place and d.id = s.id
        ), room as materialized (
            select $11 - ({QueueCount.Sql("$1", "$2", "$11", "$12")})[1] as room
        ), numbered as (
            select place, id, row_number() over (order by id) as nth from selected where state = 'dead'
        ), risen as (
            delete from dead_letters d
            using numbered s
            where s.nth <= (select room from room) and d.ctid = s.place and d.id = s.id
            returning d.*
        ), counted as (
            {LetterUsage.TakeSql(RisenSizes)}
        ), queued_again as (
            {DeliveryInsert.IntoAgainWithFailures}
            select $3, owner_type, owner_id, template, event_id, event, data, hops, traceparent, accepted_at, failures
            from risen
            order by id
        ), replayed as (
            select (select count(*) from freed) + (select count(*) from risen) as count
        )
        select count::int, exists (select from numbered where nth > (select room from room)),
            case when count > 0 then pg_notify('template_worker_wake', $3::text)::text end
        from replayed
        """;

    public static async Task<ReplayedDeliveries> ExecuteAsync(
        NpgsqlConnection connection,
        DeliveryFilter filter,
        IReadOnlyList<DeliveryState> states,
        int maxQueued,
        long floor,
        CancellationToken cancellationToken)
    {
        await using var batch = DeliveryInsert.Batch(connection);
        var command = new NpgsqlBatchCommand(Sql);
        DeliverySelection.AddTo(command.Parameters, filter, states);
        command.Parameters.AddNumber(maxQueued);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = floor });
        TenantLock.AddTo(batch, filter.Tenant);
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var result = 1; result < batch.BatchCommands.Count; result++)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        await reader.ReadAsync(cancellationToken);
        var replayed = new ReplayedDeliveries(reader.GetInt32(0), reader.GetBoolean(1));
        await reader.CloseAsync();
        return replayed;
    }
}
