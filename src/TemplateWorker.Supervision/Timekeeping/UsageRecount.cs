using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>Compares what tenants are counted to keep with what is there: once for those that were never counted, then daily.</summary>
internal sealed partial class UsageRecount(UsageStore store, TimeProvider time, ILogger<UsageRecount> logger)
{
    private const int Batch = 100;

    private static readonly TimeSpan Age = TimeSpan.FromHours(24);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled. A failed pass is retried.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await PassAsync(stopping);
                pulse.Beat();
            }
            catch (StorageException fault)
            {
                Log.Failed(logger, fault.Message);
            }

            await Task.Delay(Interval, time, stopping);
        }
    }

    /// <summary>Compares all counters that are due.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task PassAsync(CancellationToken cancellationToken)
    {
        RecountPass pass;
        do
        {
            pass = await store.RecountAsync(Age, Batch, cancellationToken);
            foreach (var tenant in pass.Corrected)
            {
                Tell(tenant);
            }
        }
        while (pass.Compared == Batch);
    }

    // Rows that were there before the counters are no surprise.
    private void Tell(RecountedTenant tenant)
    {
        if (tenant.IsTooLarge)
        {
            Log.TooLarge(logger, tenant.Tenant, tenant.Kind);
        }
        else if (!tenant.IsFirst)
        {
            Log.Corrected(logger, tenant.Tenant, tenant.Kind, tenant.Added.Entries, tenant.Added.Bytes);
        }
    }
}
