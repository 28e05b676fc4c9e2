using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The first delivery of each of many slots: one look into the primary key for each.</summary>
internal static class ReadHeads
{
    private const string Sql = """
        select s.slot, d.id
        from unnest($1::smallint[], $2::bigint[]) as s(slot, after)
        cross join lateral (
            select d.id from deliveries d where d.slot = s.slot and d.id > s.after order by d.slot, d.id limit 1
        ) d
        """;

    public static Task<IReadOnlyList<DeliveryPlace>> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<SlotCursor> slots, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray(slots.Select(slot => (short)slot.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(slots.Select(slot => slot.After).ToList(), NpgsqlDbType.Bigint);
        return PlaceRow.ReadAsync(database, connection, command, cancellationToken);
    }
}
