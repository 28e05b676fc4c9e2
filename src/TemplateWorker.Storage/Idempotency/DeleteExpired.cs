using Npgsql;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>Removes the oldest expired rows of a table of idempotency keys.</summary>
internal static class DeleteExpired
{
    /// <summary>The recorded answers of immediate calls.</summary>
    public const string Answers = "idempotency_keys";

    /// <summary>The keys of stored events.</summary>
    public const string Events = "accepted_events";

    /// <returns>How many were removed.</returns>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string table, TimeSpan keep, int batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql(table), connection);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keep });
        command.Parameters.AddNumber(batch);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Rows of all tenants expire by age alone. The server's clock, which stamped the rows, measures it. Rows that another
    // sweep is removing are skipped.
    private static string Sql(string table) => $"""
        delete from {table}
        where ctid = any (array(
            select ctid
            from {table}
            where created_at < now() - $1
            order by created_at
            limit $2
            for update skip locked
        ))
        """;
}
