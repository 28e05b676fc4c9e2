using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Finds out whether a pooler in transaction mode is in between: then the same connection is in different sessions by turns.</summary>
internal static class PoolerProbe
{
    private const int Rounds = 3;
    private const string Sql = "select pg_backend_pid()::text";

    /// <returns>Whether there is one. One round trip when the server is reached without a pooler.</returns>
    public static async Task<bool> FindsAsync(ConnectionPool pool, CancellationToken cancellationToken)
    {
        await using var first = await pool.OpenAsync(cancellationToken);
        var session = await SessionAsync(first, cancellationToken);
        if (session == first.ProcessID)
        {
            return false;
        }

        // Something in between has sessions of its own. A second client that keeps the session in a transaction drives the first one
        // out of it, unless each client keeps its session.
        await using var second = await pool.OpenAsync(cancellationToken);
        for (var round = 0; round < Rounds; round++)
        {
            await using var transaction = await second.BeginTransactionAsync(cancellationToken);
            var taken = await SessionAsync(second, cancellationToken);
            if (taken == session || await IsElsewhereAsync(first, session, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    public static StorageException Refusal(ConnectionTarget target) => new(
        StorageFault.PoolerUnannounced,
        $"At {target.Server} there is a pooler in transaction mode, in which sessions change from one transaction to the next. Give the address of the server itself as meta.direct_postgres_url, beside the pooler's as meta.postgres_url.");

    private static async Task<bool> IsElsewhereAsync(NpgsqlConnection connection, int session, CancellationToken cancellationToken) =>
        await SessionAsync(connection, cancellationToken) != session;

    private static async Task<int> SessionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        return int.Parse((string)(await command.ExecuteScalarAsync(cancellationToken))!, CultureInfo.InvariantCulture);
    }
}
