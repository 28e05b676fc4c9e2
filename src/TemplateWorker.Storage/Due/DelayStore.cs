using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Due;

/// <summary>Moves delayed deliveries that are due into their lanes. Safe for concurrent use, in several processes too.</summary>
public sealed class DelayStore(Database database)
{
    /// <summary>How long until the next delivery is due, by the database's clock; zero or less when one is due, null when none is delayed.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => UntilNext.ExecuteAsync(connection, "delayed_deliveries", "due_at", token), cancellationToken);

    /// <summary>
    /// Moves a batch of due deliveries to the ends of their lanes, in the order in which they were due, with new ids, and
    /// wakes their slots. Deliveries that another pass is moving are skipped.
    /// </summary>
    /// <param name="batch">The most of one pass.</param>
    /// <returns>How many were moved.</returns>
    /// <exception cref="StorageException">The database failed; nothing was moved.</exception>
    public Task<int> PromoteAsync(int batch, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => PromoteDelayed.ExecuteAsync(connection, batch, token), cancellationToken);
}
