using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>Moves delayed deliveries that are due into their lanes. One round trip, one transaction.</summary>
internal static class PromoteDelayed
{
    // Identity values are given in the order of the select.
    private const string Sql = $"""
        with due as (
            delete from delayed_deliveries
            where ctid = any (array(
                select ctid
                from delayed_deliveries
                where due_at >= $2 and due_at <= now() and {DuePass.IsFirst}
                order by due_at
                limit $1
                for update skip locked
            ))
            returning id, due_at, slot, owner_type, owner_id, template, event_id, event, data, hops, traceparent, accepted_at
        ), made as (
            {DeliveryInsert.IntoAgain}
            select slot, owner_type, owner_id, template, event_id, event, data, hops, traceparent, accepted_at
            from due
            order by due_at, id
            returning slot
        ), {DeliveryInsert.WakeMade}
        select (select count(*)::int from made), (select count(*)::int from woken)
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, int limit, DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(DuePass.Begin(DuePassKind.Delays));
        batch.BatchCommands.Add(IndexPlans.Command());
        var promote = new NpgsqlBatchCommand(Sql);
        promote.Parameters.AddNumber(limit).AddTime(from);
        batch.BatchCommands.Add(promote);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0);
    }
}
