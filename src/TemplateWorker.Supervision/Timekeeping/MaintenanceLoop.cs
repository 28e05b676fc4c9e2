using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Creates the partitions of this month and the next, drops expired ones, and deletes supervisors whose lease ended long ago.</summary>
internal sealed partial class MaintenanceLoop(
    MaintenanceStore store, RetentionOptions retention, TimeProvider time, ILogger<MaintenanceLoop> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromHours(1);

    /// <summary>Runs until cancelled. A failed pass is retried.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        while (true)
        {
            var wait = Interval;
            try
            {
                await PassAsync(stopping);
                pulse.Beat();
            }
            catch (StorageException fault)
            {
                Log.Failed(logger, fault.Message);
                wait = AfterFault;
            }

            await Task.Delay(wait, time, stopping);
        }
    }

    /// <summary>As <see cref="PrepareAsync"/>; a role that must not create tables is a warning, since the next passes will say so too.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.InsufficientPrivilege)
        {
            Log.Failed(logger, fault.Message);
        }
    }

    /// <summary>Runs one pass of all maintenance.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        foreach (var name in await store.DropPartitionsAsync(retention.History, retention.Logs, retention.Audit, cancellationToken))
        {
            Log.Dropped(logger, name);
        }

        await store.ForgetSupervisorsAsync(ForgetAfter, cancellationToken);
        await store.ForgetTokensAsync(retention.Audit, cancellationToken);
    }

    /// <summary>Creates the partitions of this month and the next.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await store.MakePartitionsAsync(cancellationToken))
        {
            Log.Made(logger, name);
        }
    }
}
