using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Counts the death of a worker against the deliveries that may have caused it.</summary>
internal sealed class DeathRecord(Database database)
{
    private readonly DeathStore _store = new(database);

    /// <exception cref="StorageException">The database failed.</exception>
    public Task CountAsync(WorkerDeath death, CancellationToken cancellationToken) => _store.CountAsync(
        [.. death.Deliveries.Select(delivery => new DeathNotice(delivery.Slot, delivery.Id, delivery.Attempt, new AttemptFailure
        {
            Reason = death.Reason,
            Message = death.Message,
            Worker = $"{Environment.MachineName}:{death.ProcessId}/{death.Worker}",
            Wall = delivery.Wall,
        })
        {
            Rest = death.Rest,
        })],
        cancellationToken);
}
