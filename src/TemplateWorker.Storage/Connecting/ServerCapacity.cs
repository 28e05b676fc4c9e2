using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>How many connections a server takes, and how many of them others have.</summary>
/// <param name="MaxConnections">The server's <c>max_connections</c>.</param>
/// <param name="Reserved">Those it keeps for superusers and, from PostgreSQL 16 on, for a role of its own.</param>
/// <param name="InUseByOthers">Client sessions open now, without the one that asked.</param>
public sealed record ServerCapacity(int MaxConnections, int Reserved, int InUseByOthers)
{
    private const string Sql = """
        select current_setting('max_connections')::int,
               current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0),
               (select count(*)::int from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())
        """;

    /// <summary>Asks the server.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public static Task<ServerCapacity> ReadAsync(Database database, CancellationToken cancellationToken) =>
        database.UseAsync(ReadAsync, cancellationToken);

    private static async Task<ServerCapacity> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ServerCapacity(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2));
    }
}
