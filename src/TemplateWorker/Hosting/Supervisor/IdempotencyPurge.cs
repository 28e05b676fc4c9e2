using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Deletes recorded answers and the keys of accepted events after 24 hours, in batches.</summary>
internal sealed partial class IdempotencyPurge(IdempotencyStore store, TimeProvider time, ILogger<IdempotencyPurge> logger)
{
    /// <summary>How long a request with a used idempotency key gets the recorded answer and stores nothing.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromHours(24);

    private const int Batch = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Runs until cancelled; a failed pass is retried after the pause.</summary>
    public async Task RunAsync(LoopPulse pulse, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                while (await store.DeleteExpiredAsync(Keep, Batch, stopping) == Batch)
                {
                }

                pulse.Beat();
            }
            catch (StorageException fault)
            {
                Log.Failed(logger, fault.Message);
            }

            await Task.Delay(Pause, time, stopping);
        }
    }
}
