using System.Globalization;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Refuses a server older than <see cref="Database.OldestServerVersion"/>.</summary>
internal static class ServerVersionCheck
{
    // Text, because CockroachDB and other imitations have it as text too, and because the simplest form works everywhere.
    private const string Sql = "select current_setting('server_version_num'), current_setting('server_version')";

    /// <returns>The version as <c>server_version_num</c> counts.</returns>
    /// <exception cref="StorageException">The server is too old.</exception>
    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var number = int.Parse(reader.GetString(0), CultureInfo.InvariantCulture);
        if (number < Database.OldestServerVersion)
        {
            throw new StorageException(
                StorageFault.ServerTooOld,
                $"{ConnectionTarget.Of(new NpgsqlConnectionStringBuilder(connection.ConnectionString)).Server} runs PostgreSQL {reader.GetString(1)}; at least {Database.OldestServerVersion / 10_000} is needed. Upgrade the server.");
        }

        return number;
    }
}
