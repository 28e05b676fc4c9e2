using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
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
            if (death.Calls.Any(call => call.EventName is not null))
            {
                // Off this thread: a committer waits for the database on its own.
                await Task.Run(() => Record(death), cancellationToken);
            }

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

    /// <summary>Writes a line of history for each immediate call.</summary>
    private void Record(WorkerDeath death)
    {
        using var committer = new RunCommitter(database);
        foreach (var call in death.Calls)
        {
            if (call.EventName is { } eventName)
            {
                committer.Commit([FinishedRun.Empty(call.Tenant) with { History = Describe(death, call, eventName) }]);
            }
        }
    }

    private static HistoryEntry Describe(WorkerDeath death, BlamedCall call, string eventName) => new()
    {
        Template = call.Template,
        Version = 0,
        EventId = call.EventId,
        EventName = eventName,
        Delivery = null,
        Attempt = 1,
        Outcome = RunOutcome.Failed,
        Reason = death.Reason,
        Message = death.Message,
        StartedAt = TimeProvider.System.GetUtcNow() - call.Wall,
        Wall = call.Wall,
        Cpu = TimeSpan.Zero,
        Worker = NameOf(death),
    };

    private static string NameOf(WorkerDeath death) => $"{Environment.MachineName}:{death.ProcessId}/{death.Worker}";

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
            Worker = NameOf(death),
            Wall = delivery.Wall,
        })
        {
            Rest = death.Rest,
        })],
        cancellationToken);
}
