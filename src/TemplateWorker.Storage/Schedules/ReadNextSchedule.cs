using Npgsql;

namespace TemplateWorker.Storage.Schedules;

/// <summary>How long until the next schedule is due: one look at the end of an index.</summary>
internal static class ReadNextSchedule
{
    private const string Sql = "select min(next_at) - now() from schedules";

    public static async Task<TimeSpan?> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }
}
