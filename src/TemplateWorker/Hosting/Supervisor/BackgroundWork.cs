using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Background work of a supervisor: change notifications, lease renewal, due work, and deletion of expired keys.</summary>
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
            // The loops end by cancellation.
        }

        _stopping.Dispose();
    }
}
