using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The horizon, then the places behind the cursors.</summary>
/// <remarks>
/// Each statement of the batch sees what was committed before it began, so their order is the proof: first the last id, so
/// that each transaction with an id up to it has a transaction id by then; then the transactions under way, and an id of our own,
/// which is above all of theirs; then the rows.
/// </remarks>
internal static class SweepSlots
{
    private const string HorizonSql = """
        select txid_snapshot_xmin(txid_current_snapshot()), txid_current()
        """;

    private const string PlacesSql = """
        select d.slot, d.id
        from unnest($1::smallint[], $2::bigint[]) as s(slot, after)
        cross join lateral (
            select d.slot, d.id
            from deliveries d
            where d.slot = s.slot and d.id > s.after
            order by d.slot, d.id
            limit $3
        ) d
        """;

    public static async Task<LaneSweep> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<SlotCursor> slots, int limit, CancellationToken cancellationToken)
    {
        var places = new NpgsqlBatchCommand(PlacesSql);
        places.Parameters
            .AddArray(slots.Select(slot => (short)slot.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(slots.Select(slot => slot.After).ToList(), NpgsqlDbType.Bigint)
            .AddNumber(limit);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LastId.Sql));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(HorizonSql));
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(places);
        await database.PrepareAsync(batch, cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var lastId = reader.GetInt64(0);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (oldest, own) = (reader.GetInt64(0), reader.GetInt64(1));
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return new LaneSweep
        {
            LastId = lastId,
            OldestTransaction = oldest,
            Transaction = own,
            Places = await PlaceRow.ReadAsync(reader, cancellationToken),
        };
    }
}
