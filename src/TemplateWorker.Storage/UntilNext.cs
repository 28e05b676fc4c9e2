using Npgsql;

namespace TemplateWorker.Storage;

/// <summary>How long until the next row of a table is due, by the server's clock.</summary>
internal static class UntilNext
{
    /// <param name="table">The table; an index on <paramref name="column"/> makes this one lookup at its end.</param>
    /// <param name="column">The time at which a row is due.</param>
    /// <returns>Zero or less when a row is due; null when there is none.</returns>
    public static async Task<TimeSpan?> ExecuteAsync(
        NpgsqlConnection connection, string table, string column, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select min({column}) - now() from {table}", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as TimeSpan?;
    }
}
