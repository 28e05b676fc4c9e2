using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>What there is in parts of slots, or of lanes, that were read before: one walk along an index for each.</summary>
internal static class ReadPassed
{
    private const string OfSlotsSql = """
        select s.slot, d.id
        from unnest($1::smallint[], $2::bigint[], $3::bigint[]) as s(slot, after, upto)
        cross join lateral (
            select d.id from deliveries d where d.slot = s.slot and d.id > s.after and d.id <= s.upto order by d.slot, d.id
        ) d
        """;

    private const string OfLanesSql = """
        select l.slot, d.id
        from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
            as l(slot, owner_type, owner_id, template, after, upto)
        cross join lateral (
            select d.id
            from deliveries d
            where d.owner_type = l.owner_type and d.owner_id = l.owner_id and d.template = l.template and d.id > l.after and d.id <= l.upto
            order by d.owner_type, d.owner_id, d.template, d.id
        ) d
        """;

    public static Task<IReadOnlyList<DeliveryPlace>> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<SlotRange> slots, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(OfSlotsSql);
        command.Parameters
            .AddArray(slots.Select(range => (short)range.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(slots.Select(range => range.After).ToList(), NpgsqlDbType.Bigint)
            .AddArray(slots.Select(range => range.UpTo).ToList(), NpgsqlDbType.Bigint);
        return PlaceRow.ReadAsync(database, connection, command, cancellationToken);
    }

    public static Task<IReadOnlyList<DeliveryPlace>> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<LaneRange> lanes, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(OfLanesSql);
        command.Parameters
            .AddArray(lanes.Select(range => (short)range.Lane.Tenant.Slot).ToList(), NpgsqlDbType.Smallint)
            .AddArray(lanes.Select(range => range.Lane.Tenant.OwnerType).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(range => range.Lane.Tenant.OwnerId).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(range => range.Lane.Template).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(range => range.After).ToList(), NpgsqlDbType.Bigint)
            .AddArray(lanes.Select(range => range.UpTo).ToList(), NpgsqlDbType.Bigint);
        return PlaceRow.ReadAsync(database, connection, command, cancellationToken);
    }
}
