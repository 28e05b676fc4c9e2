using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The columns of a delivery, and what is made of them.</summary>
internal static class DeliveryRow
{
    public const string Columns = """
        d.id, d.owner_type, d.owner_id, d.template, d.event_id, d.event, d.data, d.attempt, d.deaths, d.hops,
            case when d.not_before > clock_timestamp()
                then ceil(greatest(extract(epoch from least(d.not_before, clock_timestamp() + interval '366 days') - clock_timestamp()), 0) * 1000)
                else 0
            end::bigint as wait_ms, d.slot, d.traceparent
        """;

    /// <summary>Runs a batch of the planner's settings and one reading statement, and ends it at <see cref="DeliveryFeed.MaxBytes"/>.</summary>
    public static async Task<FoundDeliveries> ReadAsync(
        Database database, NpgsqlConnection connection, NpgsqlBatchCommand read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(read);
        await database.PrepareAsync(batch, cancellationToken);
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<Delivery>();
        var unreadable = new List<UnreadableDelivery>();
        var room = (long)DeliveryFeed.MaxBytes;
        try
        {
            await reader.NextResultAsync(cancellationToken);
            while (room > 0 && await reader.ReadAsync(cancellationToken))
            {
                if (Fault(reader) is { } fault)
                {
                    unreadable.Add(new UnreadableDelivery(new DeliveryPlace(reader.GetInt16(11), reader.GetInt64(0)), fault));
                    continue;
                }

                var delivery = Read(reader);
                deliveries.Add(delivery);
                room -= delivery.Event.Data.Length;
            }

            if (room <= 0)
            {
                // Otherwise closing it would fetch all the others, to throw them away.
                batch.Cancel();
            }
        }
        finally
        {
            try
            {
                await reader.DisposeAsync();
            }
            catch (PostgresException fault) when (room <= 0 && fault.SqlState == PostgresErrorCodes.QueryCanceled)
            {
            }
        }

        return new FoundDeliveries(deliveries, room <= 0) { Unreadable = unreadable };
    }

    private static string? Fault(NpgsqlDataReader reader)
    {
        var (ownerType, ownerId) = (reader.GetString(1), reader.GetString(2));
        if (TenantId.Fault(ownerType, ownerId) is { } fault)
        {
            return fault;
        }

        var slot = new TenantId(ownerType, ownerId).Slot;
        return slot == reader.GetInt16(11) ? null : $"its slot is {reader.GetInt16(11)}, but its tenant's is {slot}.";
    }

    private static Delivery Read(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Tenant = new TenantId(reader.GetString(1), reader.GetString(2)),
        Template = reader.GetString(3),
        Event = new TenantEvent(reader.GetGuid(4), reader.GetString(5), reader.GetFieldValue<byte[]>(6), reader.GetInt32(9))
        {
            Trace = reader.IsDBNull(12) ? null : TraceParent.Parse(reader.GetString(12)),
        },
        Attempt = reader.GetInt32(7),
        Deaths = reader.GetInt32(8),
        Wait = TimeSpan.FromMilliseconds(reader.GetInt64(10)),
    };
}
