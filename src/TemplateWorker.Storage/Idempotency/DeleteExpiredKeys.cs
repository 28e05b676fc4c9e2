using Npgsql;

namespace TemplateWorker.Storage.Idempotency;

/// <summary>Removes the oldest expired keys of accepted events.</summary>
internal static class DeleteExpiredKeys
{
    // Age, not tenant, is what expires, so this one statement names no tenant. The age is counted by the server's clock,
    // which also stamped the rows. Keys that another sweep is removing are left to it.
    private const string Sql = """
        delete from accepted_events
        where ctid = any (array(
            select ctid
            from accepted_events
            where created_at < now() - $1
            order by created_at
            limit $2
            for update skip locked
        ))
        """;

    /// <returns>How many were removed.</returns>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, TimeSpan keep, int batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keep });
        command.Parameters.AddNumber(batch);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
