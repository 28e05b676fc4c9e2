using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Supervision.Leases;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// Background work of a supervisor: change notifications, lease renewal, due work, and deletion of expired keys. Each loop is
/// restarted when it fails; disposing ends them all.
/// </summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public BackgroundWork(
        Database database,
        Database direct,
        WorkerPool pool,
        SlotLease lease,
        TokenRefresh tokens,
        SuspensionRefresh suspensions,
        IReadOnlyList<BackgroundLoop> others,
        LoopKeeper keeper,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        var listener = new ChangeListener(direct, time, loggers.CreateLogger<ChangeListener>());
        var purge = new IdempotencyPurge(new IdempotencyStore(database), time, loggers.CreateLogger<IdempotencyPurge>());
        BackgroundLoop[] loops =
        [
            new("lease", async (pulse, stopping) =>
            {
                await pool.UntilReadyAsync(stopping);
                await lease.RunAsync(pulse, stopping);
            }),
            new("change notifications", (pulse, stopping) => listener.RunAsync(Handlers(database, pool, lease, tokens, suspensions, pulse), stopping)),
            new("idempotency keys", purge.RunAsync),
            new("tokens", tokens.RunAsync),
            new("suspensions", suspensions.RunAsync),
            .. others,
        ];
        _work = Task.WhenAll(loops.Select(loop => keeper.KeepAsync(loop, _stopping.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work;
        _stopping.Dispose();
    }

    private static ChangeHandlers Handlers(Database database, WorkerPool pool, SlotLease lease, TokenRefresh tokens, SuspensionRefresh suspensions, LoopPulse pulse) => new()
    {
        TenantChanged = tenant =>
        {
            pool.NoteChanged(tenant);
            suspensions.NoteChanged(tenant);
            pulse.Beat();
        },
        TokenChanged = prefix =>
        {
            tokens.NoteChanged(prefix);
            pulse.Beat();
        },
        LanesChanged = slots =>
        {
            pool.Wake(slots);
            pulse.Beat();
        },
        SlotsMoved = lease.NoteMoved,
        ConnectionLost = database.DropConnections,
        Reset = () =>
        {
            pool.NoteAllChanged();
            tokens.NoteAllChanged();
            suspensions.NoteAllChanged();
            pool.Wake([]);
            lease.NoteMoved();
            pulse.Beat();
        },
    };
}
