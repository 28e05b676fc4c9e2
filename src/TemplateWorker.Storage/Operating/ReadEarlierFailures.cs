using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>Reads from the history how a delivery failed before the failures that its row keeps.</summary>
internal static class ReadEarlierFailures
{
    // A replayed delivery may have another id than its earlier attempts; event and template stay.
    private const string Sql = """
        select attempt, finished_at, reason, coalesce(message, ''), stack, worker, wall_ms
        from history
        where owner_type = $1 and owner_id = $2 and event_id = $3 and template = $4 and finished_at >= $5 and finished_at < $6
            and reason is not null
        order by finished_at desc, attempt desc
        limit $7
        """;

    /// <param name="connection">The connection.</param>
    /// <param name="delivery">Whose attempts.</param>
    /// <param name="before">When the first failure was that is known already.</param>
    /// <param name="limit">The most that are read, the last ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first one first.</returns>
    public static async Task<IReadOnlyList<FailedAttempt>> ExecuteAsync(
        NpgsqlConnection connection, DeliverySummary delivery, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.AddTenant(delivery.Tenant);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = delivery.EventId });
        command.Parameters.AddText(delivery.Template).AddTime(delivery.AcceptedAt).AddTime(before).AddNumber(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<FailedAttempt> failures = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            failures.Add(new FailedAttempt(
                reader.GetInt32(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                new AttemptFailure
                {
                    Reason = reader.GetString(2),
                    Message = reader.GetString(3),
                    Stack = reader.IsDBNull(4) ? null : reader.GetString(4),
                    Worker = reader.GetString(5),
                    Wall = TimeSpan.FromMilliseconds(reader.GetFloat(6)),
                }));
        }

        failures.Reverse();
        return failures;
    }
}
