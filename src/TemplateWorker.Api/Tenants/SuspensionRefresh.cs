using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Api.Tenants;

/// <summary>
/// Keeps <see cref="SuspendedTenants"/> as the database has them, and ends the suspensions whose time is over. Every supervisor does so; the first one
/// ends a suspension, and the change notifies the others. Safe for concurrent use.
/// </summary>
/// <param name="suspended">What is kept.</param>
/// <param name="store">Where suspensions are ended.</param>
/// <param name="supervisor">The name of this supervisor, for the audit log.</param>
/// <param name="time">Tells what is over.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class SuspensionRefresh(
    SuspendedTenants suspended, SuspensionStore store, string supervisor, TimeProvider time, ILogger<SuspensionRefresh> logger)
{
    /// <summary>The wait after a failure, and for the database's clock where that is behind.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ChangeQueue<TenantId> _changes = new(SuspensionStore.MaxPage, time);
    private readonly Actor _actor = new("supervisor, because the time is over", supervisor);

    /// <summary>The tenant was changed.</summary>
    public void NoteChanged(TenantId tenant) => _changes.Note(tenant);

    /// <summary>Any tenant may have been changed.</summary>
    public void NoteAllChanged() => _changes.NoteAll();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        long? failedSince = null;
        while (true)
        {
            await _changes.WaitAsync(failedSince is null ? UntilNext() : Retry, stopping);
            try
            {
                await _changes.ReadAsync(() => suspended.ReadAllAsync(stopping), tenants => suspended.ReadAsync(tenants, stopping));
                foreach (var tenant in suspended.Ended)
                {
                    if (await store.EndAsync(_actor, tenant, stopping))
                    {
                        Log.Ended(logger, tenant);
                    }

                    await suspended.ReadAsync([tenant], stopping);
                }

                if (failedSince is { } since)
                {
                    Log.ReadsAgain(logger, time.GetElapsedTime(since).TotalSeconds);
                    failedSince = null;
                }

                pulse.Beat();
            }
            catch (StorageException fault)
            {
                if (failedSince is null)
                {
                    failedSince = time.GetTimestamp();
                    Log.CannotRead(logger, fault.Message);
                }
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var left = suspended.NextEnd - time.GetUtcNow() ?? Longest;
        return left > Longest ? Longest : left < Retry ? Retry : left;
    }
}
