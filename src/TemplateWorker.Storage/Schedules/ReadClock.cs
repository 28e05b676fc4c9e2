using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>The database's clock, which all schedules go by.</summary>
internal static class ReadClock
{
    private const string Sql = "select now()";

    public static async Task<DateTimeOffset> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetFieldValue<DateTimeOffset>(0);
    }
}
