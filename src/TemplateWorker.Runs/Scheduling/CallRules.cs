using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>What immediate calls need to know of the worker around them.</summary>
/// <param name="board">Says whether a tenant's slot is the worker's.</param>
/// <param name="rules">Writes the lines of history.</param>
/// <param name="recordsAll">Whether calls that succeed get a line too.</param>
internal sealed class CallRules(LaneBoard board, DeliveryRules rules, bool recordsAll)
{
    /// <summary>The right under which the tenant's calls run; null when another supervisor has the slot.</summary>
    public SlotFence? FenceOf(TenantId tenant) => board.FenceOf(tenant.Slot);

    /// <summary>The database says that somebody else has the tenant's slot.</summary>
    public void NoteSlotLost(TenantId tenant)
    {
        if (FenceOf(tenant) is { } fence)
        {
            board.Lose(fence);
        }
    }

    /// <summary>A run has emitted events for the tenant: if the slot is the worker's, there is something to read.</summary>
    public void NoteEmitted(TenantId tenant) => board.Wake([tenant.Slot]);

    /// <summary>The line of history; null when the call gets none.</summary>
    public HistoryEntry? Describe(PendingEvent pending, RunReport report, DateTimeOffset startedAt) =>
        recordsAll || report.Failure is not null ? rules.Describe(pending, report, startedAt) : null;
}
