using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Supervision;

namespace TemplateWorker.Hosting;

/// <summary>What a supervisor does on the side: hears of changes in the database, and removes what has expired.</summary>
internal sealed class Upkeep : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public Upkeep(Database database, WorkerPool pool, ILoggerFactory loggers, TimeProvider time)
    {
        var listener = new TenantChangeListener(database, time, loggers.CreateLogger<TenantChangeListener>());
        var purge = new IdempotencyPurge(new IdempotencyStore(database), time, loggers.CreateLogger<IdempotencyPurge>());
        _work = Task.WhenAll(
            listener.RunAsync(pool.NoteChanged, pool.NoteAllChanged, _stopping.Token),
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
