using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The next deliveries of each of many slots: one walk along the primary key for each.</summary>
internal static class ReadTails
{
    private const string Sql = $"""
        select d.*
        from unnest($1::smallint[], $2::bigint[]) as s(slot, after)
        cross join lateral (
            select {DeliveryRow.Columns}
            from deliveries d
            where d.slot = s.slot and d.id > s.after
            order by d.slot, d.id
            limit $3
        ) d
        """;

    public static Task<FoundDeliveries> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<SlotCursor> slots, int limit, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray(slots.Select(slot => (short)slot.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(slots.Select(slot => slot.After).ToList(), NpgsqlDbType.Bigint)
            .AddNumber(limit);
        return DeliveryRow.ReadAsync(database, connection, command, cancellationToken);
    }
}
