using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Changes;

/// <summary>Tells the supervisors that there is something new in lanes. Safe for concurrent use.</summary>
public sealed class WakeStore(Database database)
{
    /// <summary>Notifies the listening supervisors at once.</summary>
    /// <exception cref="StorageException">The database failed; the workers find out by themselves, a little later.</exception>
    public Task WakeAsync(IReadOnlyCollection<int> slots, CancellationToken cancellationToken) =>
        database.UseAsync((connection, token) => NotifySlots.ExecuteAsync(connection, slots, token), cancellationToken);
}
