using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>What operators do with actions: list, read, replay and drop. Safe for concurrent use.</summary>
public sealed class ActionOperations(Database database)
{
    /// <summary>A page of actions by ascending id. A full page means that there may be more.</summary>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ActionSummary>> ListAsync(ActionFilter filter, CancellationToken cancellationToken)
    {
        Require(filter);
        return database.UseAsync((connection, token) => ListActions.ExecuteAsync(connection, filter, token), cancellationToken);
    }

    /// <summary>One action with its payload; null when the tenant has none of that id.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<ActionSummary?> ReadAsync(TenantId tenant, Guid id, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListActions.ReadAsync(connection, tenant, id, token), cancellationToken);

    /// <summary>The actions of all tenants that came into their channels behind a position and still wait, in their order.</summary>
    /// <param name="after">The position.</param>
    /// <param name="limit">The most actions, at least 1. A full page means that there may be more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<ArrivedAction>> ListArrivedAsync(long after, int limit, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => ListArrived.ExecuteAsync(connection, after, limit, token), cancellationToken);

    /// <summary>The position of the action that came last; 0 before the first.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<long> ReadLastPositionAsync(CancellationToken cancellationToken) =>
        database.UseAsync(ListArrived.ReadLastAsync, cancellationToken);

    /// <summary>
    /// Sends actions again, to the ends of their channels, as if for the first time; they are routed anew. One that is on its way does not change.
    /// </summary>
    /// <returns>How many; if that is the limit, there may be more.</returns>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> ReplayAsync(ActionFilter filter, CancellationToken cancellationToken) => ChangeAsync(ChangeActions.Replay, filter, cancellationToken);

    /// <summary>Removes actions; one that is on its way does not change.</summary>
    /// <returns>How many; if that is the limit, there may be more.</returns>
    /// <exception cref="ArgumentException">The filter's limit or its number of ids is out of bounds.</exception>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<int> DropAsync(ActionFilter filter, CancellationToken cancellationToken) => ChangeAsync(ChangeActions.Drop, filter, cancellationToken);

    private Task<int> ChangeAsync(string sql, ActionFilter filter, CancellationToken cancellationToken)
    {
        Require(filter);
        return database.UseAsync((connection, token) => ChangeActions.ExecuteAsync(connection, sql, filter, token), cancellationToken);
    }

    private static void Require(ActionFilter filter)
    {
        if (filter.Limit is < 1 or > ActionFilter.MaxLimit)
        {
            throw new ArgumentException($"The limit must be 1 to {ActionFilter.MaxLimit}, was {filter.Limit}.", nameof(filter));
        }

        if (filter.Ids is { Count: > ActionFilter.MaxLimit })
        {
            throw new ArgumentException($"A filter may name at most {ActionFilter.MaxLimit} ids, was {filter.Ids.Count}.", nameof(filter));
        }
    }
}
