using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Due;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>
/// Sends the event <c>startup</c>, once, to the tenants of this supervisor's slots whose templates subscribe to it. The rate
/// is limited, so that the tenants do not all run at once.
/// </summary>
/// <param name="limits">A tenant whose queue is full gets no event.</param>
/// <param name="holdsSlot">Whether this supervisor holds a slot at the moment.</param>
internal sealed partial class StartupAnnouncement(
    StartupStore store, LimitOptions limits, string supervisor, Func<int, bool> holdsSlot, TimeProvider time, ILogger<StartupAnnouncement> logger)
{
    /// <summary>Tenants per second.</summary>
    public const int PerSecond = 50;

    private const int Page = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _data = JsonSerializer.Serialize(
        new StartupData(supervisor), TimekeepingJsonContext.Default.StartupData);

    /// <summary>Waits until the supervisor holds slots, sends the events, and returns.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        while (!Enumerable.Range(0, TenantId.SlotCount).Any(holdsSlot))
        {
            await Task.Delay(Pause, time, stopping);
        }

        TenantId? last = null;
        while (true)
        {
            var page = await TryAsync(() => store.ListAsync(last, Page, stopping), stopping);
            foreach (var tenants in page.Where(tenant => holdsSlot(tenant.Slot)).Chunk(PerSecond))
            {
                await TryAsync(() => store.TellAsync(tenants, _data, limits, stopping), stopping);
                await Task.Delay(Pause, time, stopping);
            }

            pulse.Beat();
            if (page.Count < Page)
            {
                return;
            }

            last = page[^1];
        }
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> work, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (StorageException fault)
            {
                if (attempt == 1)
                {
                    Log.Failed(logger, fault.Message);
                }
            }

            await Task.Delay(Pause, time, stopping);
        }
    }
}
