using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// Counts the death of a worker against the deliveries that may have caused it. One at a time: a count may wait for the rows of
/// the dead worker's last commit, and must leave the pool's other connections to the lease.
/// </summary>
internal sealed partial class DeathRecord(Database database, ILogger<DeathRecord> logger) : IDisposable
{
    private readonly DeathStore _store = new(database);
    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="StorageException">The database failed.</exception>
    public async Task CountAsync(WorkerDeath death, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var counted in await CountNowAsync(death, cancellationToken))
            {
                Tell(counted);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Tell(CountedDeath counted)
    {
        switch (counted.Verdict)
        {
            case DeathVerdict.Quarantined:
                Log.Quarantined(logger, counted.Id, counted.Tenant, counted.Deaths, counted.Template);
                break;
            case DeathVerdict.Parked:
                Log.Parked(logger, counted.Id, counted.Tenant, counted.Deaths, counted.Template);
                break;
        }
    }

    private Task<IReadOnlyList<CountedDeath>> CountNowAsync(WorkerDeath death, CancellationToken cancellationToken) => _store.CountAsync(
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
