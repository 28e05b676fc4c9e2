using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Due;

/// <summary>Moves delayed deliveries that are due into their lanes. Safe for concurrent use, in several processes too.</summary>
public sealed class DelayStore(Database database)
{
    private readonly PassedTimes _passed = new();

    /// <summary>How long until the next delivery is due, by the database's clock; zero or less when one is due, null when none is delayed.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => UntilNext.ExecuteAsync(connection, "delayed_deliveries", "due_at", _passed, token), cancellationToken);

    /// <summary>
    /// Moves a batch of due deliveries to the ends of their lanes, in the order in which they were due, with new ids, and
    /// wakes their slots. One pass at a time moves deliveries, in whatever process, so that each lane has them in that order; rows
    /// that another session holds are skipped.
    /// </summary>
    /// <param name="batch">The most of one pass.</param>
    /// <returns>How many were moved; none while another pass is at work.</returns>
    /// <exception cref="StorageException">The database failed; nothing was moved.</exception>
    public Task<int> PromoteAsync(int batch, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => PromoteDelayed.ExecuteAsync(connection, batch, _passed.From, token), cancellationToken);
}
