using TemplateWorker.Ipc.Connection;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// Counts, at a start, the deaths of workers that ended together with their supervisor: else a template that takes the whole container
/// along would be the first to run at every start, for ever.
/// </summary>
internal sealed class AbandonedDeaths(DeathRecord record)
{
    private const string Message = "The supervisor and this worker ended together during this run, by a power loss or a lack of memory. "
        + "Whether the run caused it is unknown.";

    /// <exception cref="StorageException">The database failed. What is not counted is counted at the next start.</exception>
    public async Task CountAsync(string parentDirectory, CancellationToken cancellationToken)
    {
        foreach (var work in AbandonedWork.Find(parentDirectory, IsWorker))
        {
            if (work.Deliveries.Count > 0)
            {
                await record.CountAsync(DeathOf(work), cancellationToken);
            }

            work.Dispose();
        }
    }

    private static WorkerDeath DeathOf(AbandonedWork work) => new()
    {
        Worker = 0,
        ProcessId = work.ProcessId,
        Reason = DeathBlame.Died,
        Message = Message,
        Rest = TimeSpan.Zero,
        Deliveries = [.. work.Deliveries.Select(delivery => new BlamedDelivery(delivery.Slot, delivery.Id, delivery.Attempt, TimeSpan.Zero))],
        Calls = [],
    };

    private static bool IsWorker(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains("processpoolworker", StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
