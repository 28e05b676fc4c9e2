using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>Deliveries by slot and id.</summary>
internal static class ReadPlaces
{
    private const string Sql = $"""
        select {DeliveryRow.Columns}
        from unnest($1::smallint[], $2::bigint[]) as p(slot, id)
        cross join lateral (select * from deliveries where slot = p.slot and id = p.id limit 1) d
        """;

    public static Task<FoundDeliveries> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<DeliveryPlace> places, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray(places.Select(place => (short)place.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(places.Select(place => place.Id).ToList(), NpgsqlDbType.Bigint);
        return DeliveryRow.ReadAsync(database, connection, command, cancellationToken);
    }
}
