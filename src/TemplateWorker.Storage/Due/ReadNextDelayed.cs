using Npgsql;

namespace TemplateWorker.Storage.Due;

/// <summary>How long until the next delayed delivery is due: one look at the end of an index.</summary>
internal static class ReadNextDelayed
{
    private const string Sql = "select min(due_at) - now() from delayed_deliveries";

    public static async Task<TimeSpan?> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }
}
