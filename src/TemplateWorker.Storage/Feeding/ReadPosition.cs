using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Feeding;

/// <summary>The last id that a delivery was given, and which server says so: one look at a sequence, whatever there is in the table.</summary>
internal static class ReadPosition
{
    private const string Sql = $"select ({LastId.Sql}), pg_postmaster_start_time()";

    public static async Task<FeedPosition> ExecuteAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await database.PrepareAsync(command, cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new FeedPosition(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
    }
}
