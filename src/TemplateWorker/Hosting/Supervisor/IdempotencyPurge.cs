using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Idempotency;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Removes recorded answers and the keys of accepted events after 24 hours, a batch at a time.</summary>
internal sealed partial class IdempotencyPurge(IdempotencyStore store, TimeProvider time, ILogger<IdempotencyPurge> logger)
{
    /// <summary>How long a repeat of an idempotency key is answered what was recorded, and stores nothing.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private const int Batch = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Goes on until it is cancelled; a database that is away is tried again after the pause.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                while (await store.DeleteExpiredAsync(Keep, Batch, stopping) == Batch)
                {
                }
            }
            catch (StorageException fault)
            {
                Log.Failed(logger, fault.Message);
            }

            await Task.Delay(Pause, time, stopping);
        }
    }
}
