using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>A slot and an id, and what is made of them.</summary>
internal static class PlaceRow
{
    /// <summary>Runs a batch of the planner's settings and one reading statement.</summary>
    public static async Task<IReadOnlyList<DeliveryPlace>> ReadAsync(
        Database database, NpgsqlConnection connection, NpgsqlBatchCommand read, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(read);
        await database.PrepareAsync(batch, cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>Reads all rows of the result.</summary>
    public static async Task<IReadOnlyList<DeliveryPlace>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var found = new List<DeliveryPlace>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(new DeliveryPlace(reader.GetInt16(0), reader.GetInt64(1)));
        }

        return found;
    }
}
