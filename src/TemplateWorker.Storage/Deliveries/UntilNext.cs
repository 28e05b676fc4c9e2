using Npgsql;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>How long until the next row of a table is due, by the server's clock.</summary>
internal static class UntilNext
{
    /// <param name="table">The table; an index on <paramref name="column"/> makes this one lookup at its end.</param>
    /// <param name="column">The time at which a row is due.</param>
    /// <param name="passed">Where the lookup begins; it learns from the answer.</param>
    /// <returns>Zero or less when a row is due; null when there is none.</returns>
    public static async Task<TimeSpan?> ExecuteAsync(
        NpgsqlConnection connection, string table, string column, PassedTimes passed, CancellationToken cancellationToken)
    {
        // Not min(), for which the planner reads all of an index when it believes that there is next to nothing in it.
        var command = new NpgsqlBatchCommand(
            $"select (select {column} from {table} where {column} >= $1 order by {column} limit 1), now(), clock_timestamp() - now()");
        command.Parameters.AddTime(passed.From);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        DateTimeOffset? next = reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0);
        var now = reader.GetFieldValue<DateTimeOffset>(1);
        passed.Note(next, now, reader.GetTimeSpan(2));
        return next - now;
    }
}
