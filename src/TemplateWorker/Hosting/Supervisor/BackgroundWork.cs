using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>What a supervisor does on the side: hears of changes in the database, keeps its slots, does what is due, and removes what has expired.</summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public BackgroundWork(
        Database database,
        Database direct,
        WorkerPool pool,
        SlotLease lease,
        TimekeepingHost timekeeping,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        var listener = new ChangeListener(direct, time, loggers.CreateLogger<ChangeListener>());
        var purge = new IdempotencyPurge(new IdempotencyStore(database), time, loggers.CreateLogger<IdempotencyPurge>());
        _work = Task.WhenAll(
            timekeeping.RunAsync(_stopping.Token),
            listener.RunAsync(
                new ChangeHandlers
                {
                    TenantChanged = pool.NoteChanged,
                    LanesChanged = pool.Wake,
                    SlotsMoved = lease.NoteMoved,
                    ConnectionLost = database.DropConnections,
                    Reset = () =>
                    {
                        pool.NoteAllChanged();
                        pool.Wake([]);
                        lease.NoteMoved();
                    },
                },
                _stopping.Token),
            lease.RunAsync(_stopping.Token),
            purge.RunAsync(_stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // That is how both of them end.
        }

        _stopping.Dispose();
    }
}
