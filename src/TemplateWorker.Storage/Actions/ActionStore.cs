using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Actions;

/// <summary>What runs need to know of their tenant's actions. Safe for concurrent use.</summary>
public sealed class ActionStore(Database database)
{
    /// <summary>What of a tenant waits, delayed actions included.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="most">Counting ends here.</param>
    /// <param name="since">No action is counted that was made more than some minutes before. It learns from the answer: pass what came back the next time.</param>
    /// <exception cref="StorageException">The database failed.</exception>
    public WaitingActions CountWaiting(TenantId tenant, int most, ref DateTimeOffset since)
    {
        var (from, now) = (since, TimeProvider.System.GetUtcNow());
        var (waiting, first) = database.Use(connection => Actions.CountWaiting.Execute(connection, tenant, most, IdFloor.Before(from)));
        since = first is { } id ? IdFloor.TimeOf(id) : now;
        return waiting;
    }

    /// <summary>The id of the action to which a key belongs; null for an unknown key.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Guid? ReadActionOfKey(TenantId tenant, string key) =>
        database.Use(connection => Actions.ReadActionOfKey.Execute(connection, tenant, key));

    /// <summary>Whether an action could be cancelled at this moment: it waits or is delayed, and no consumer has its channel.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public bool CanCancel(TenantId tenant, Guid id) => database.Use(connection => FindCancellable.Execute(connection, tenant, id));
}
