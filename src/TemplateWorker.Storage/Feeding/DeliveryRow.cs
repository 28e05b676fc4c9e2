using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The columns of a delivery, and what is made of them.</summary>
internal static class DeliveryRow
{
    public const string Columns = """
        d.id, d.owner_type, d.owner_id, d.template, d.event_id, d.event, d.data, d.attempt, d.deaths, d.hops,
            coalesce(ceil(greatest(extract(epoch from d.not_before - clock_timestamp()), 0) * 1000), 0)::bigint as wait_ms
        """;

    /// <summary>Runs a batch of the planner's settings and one reading statement, and ends it at <see cref="DeliveryFeed.MaxBytes"/>.</summary>
    public static async Task<FoundDeliveries> ReadAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(read);
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<Delivery>();
        var room = (long)DeliveryFeed.MaxBytes;
        try
        {
            await reader.NextResultAsync(cancellationToken);
            while (room > 0 && await reader.ReadAsync(cancellationToken))
            {
                if (Read(reader) is { } delivery)
                {
                    deliveries.Add(delivery);
                    room -= delivery.Event.Data.Length;
                }
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

        return new FoundDeliveries(deliveries, room <= 0);
    }

    // Another program may have stored a row whose owner is no tenant. Nothing can run it; it must not keep the others of its slot waiting.
    private static Delivery? Read(NpgsqlDataReader reader) => TenantId.Fault(reader.GetString(1), reader.GetString(2)) is not null ? null : new()
    {
        Id = reader.GetInt64(0),
        Tenant = new TenantId(reader.GetString(1), reader.GetString(2)),
        Template = reader.GetString(3),
        Event = new TenantEvent(reader.GetGuid(4), reader.GetString(5), reader.GetFieldValue<byte[]>(6), reader.GetInt32(9)),
        Attempt = reader.GetInt32(7),
        Deaths = reader.GetInt32(8),
        Wait = TimeSpan.FromMilliseconds(reader.GetInt64(10)),
    };
}
