using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Actions.Routes;

/// <summary>The routes that push actions. Safe for concurrent use.</summary>
public sealed class RouteStore(Database database)
{
    /// <summary>The most routes of one page.</summary>
    public const int MaxPage = 1_000;

    private const string DeleteSql = "update action_routes set disabled = 'deleted', deleted_at = now(), changed_at = now() where name = $1 and deleted_at is null";

    private const string DisableSql = "update action_routes set disabled = $2, changed_at = now() where name = $1 and disabled is null";

    /// <summary>A page of routes by name. A full page means that there may be more.</summary>
    /// <param name="after">Only routes behind this name; empty for all.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ActionRoute>> ListAsync(string after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadRoutes.ExecuteAsync(connection, after, limit, token), cancellationToken);

    /// <summary>Makes a route, or replaces the one of its name, which is enabled again. Actions that wait already stay where they are.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task WriteAsync(ActionRoute route, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => WriteRoute.ExecuteAsync(connection, route, token), cancellationToken);

    /// <summary>Removes a route. A supervisor routes its waiting actions anew.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => ExecuteAsync(DeleteSql, name, reason: null, cancellationToken);

    /// <summary>Makes a route take no more actions, until it is written again. Its waiting actions wait for that.</summary>
    /// <returns>Whether it did take actions.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<bool> DisableAsync(string name, string reason, CancellationToken cancellationToken) => ExecuteAsync(DisableSql, name, reason, cancellationToken);

    /// <summary>One route, locked until the end of the transaction; null when there is none of the name.</summary>
    internal Task<ActionRoute?> ReadAsync(string name, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ReadRoutes.ExecuteAsync(connection, name, token), cancellationToken);

    private Task<bool> ExecuteAsync(string sql, string name, string? reason, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddText(name);
            if (reason is not null)
            {
                command.Parameters.AddText(reason);
            }

            return await command.ExecuteNonQueryAsync(token) == 1;
        },
        cancellationToken);
}
