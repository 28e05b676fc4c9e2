using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The next deliveries of each of many lanes: one walk along the lanes' index for each.</summary>
internal static class ReadLanes
{
    private const string Sql = $"""
        select d.*
        from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::int[], $6::smallint[])
            as l(owner_type, owner_id, template, after, most, slot)
        cross join lateral (
            select {DeliveryRow.Columns}
            from deliveries d
            where d.owner_type = l.owner_type and d.owner_id = l.owner_id and d.template = l.template and d.id > l.after
                and d.slot = l.slot
            order by d.owner_type, d.owner_id, d.template, d.id
            limit l.most
        ) d
        """;

    public static Task<FoundDeliveries> ExecuteAsync(
        Database database, NpgsqlConnection connection, IReadOnlyList<LaneCursor> lanes, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters
            .AddArray(lanes.Select(cursor => cursor.Lane.Tenant.OwnerType).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(cursor => cursor.Lane.Tenant.OwnerId).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(cursor => cursor.Lane.Template).ToList(), NpgsqlDbType.Text)
            .AddArray(lanes.Select(cursor => cursor.After).ToList(), NpgsqlDbType.Bigint)
            .AddArray(lanes.Select(cursor => cursor.Most).ToList(), NpgsqlDbType.Integer)
            .AddArray(lanes.Select(cursor => (short)cursor.Lane.Tenant.Slot).ToList(), NpgsqlDbType.Smallint);
        return DeliveryRow.ReadAsync(database, connection, command, cancellationToken);
    }
}
