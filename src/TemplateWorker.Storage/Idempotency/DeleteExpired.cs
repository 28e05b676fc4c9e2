using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>Removes the oldest expired rows of a table whose rows expire by age alone.</summary>
internal static class DeleteExpired
{
    /// <summary>The recorded answers of immediate calls.</summary>
    public const string Answers = "idempotency_keys";

    /// <summary>The keys of stored events.</summary>
    public const string Events = "accepted_events";

    /// <summary>The keys of actions.</summary>
    public const string Actions = "action_keys";

    /// <summary>What handlers returned for stored events.</summary>
    public const string Results = "event_results";

    /// <summary>Actions that were given up.</summary>
    public const string DeadActions = "actions";

    /// <param name="passed">Where the look begins; it learns from the answer, and its time is that at which rows begin to be kept.</param>
    /// <returns>How many were removed.</returns>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string table, TimeSpan keep, int batch, PassedTimes passed, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql(table));
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keep });
        command.Parameters.AddNumber(batch).AddTime(passed.From);
        commands.BatchCommands.Add(command);
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        DateTimeOffset? last = reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1);
        passed.Note(last, reader.GetFieldValue<DateTimeOffset>(2), reader.GetTimeSpan(3));
        return reader.GetInt32(0);
    }

    // Rows of all tenants expire by age alone. The server's clock, which stamped the rows, measures it. Rows that another
    // sweep is removing are skipped.
    private static string Sql(string table) => Sql(table, table == DeadActions ? "died_at" : "created_at");

    private static string Sql(string table, string since) => $"""
        with gone as (
            delete from {table}
            where ctid = any (array(
                select ctid
                from {table}
                where {since} >= $3 and {since} < now() - $1
                order by {since}
                limit $2
                for update skip locked
            ))
            returning {since}
        )
        select count(*)::int, max({since}), now() - $1, clock_timestamp() - now() from gone
        """;
}
