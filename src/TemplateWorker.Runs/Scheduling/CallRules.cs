using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>What immediate calls need from the worker: slot fences and history entries.</summary>
/// <param name="board">Knows which slots the worker owns.</param>
/// <param name="rules">Writes history entries.</param>
/// <param name="recordsAll">Whether successful calls are recorded too.</param>
internal sealed class CallRules(LaneBoard board, DeliveryRules rules, bool recordsAll)
{
    /// <summary>The fence under which the tenant's calls commit; null when another supervisor owns the slot.</summary>
    public SlotFence? FenceOf(TenantId tenant) => board.FenceOf(tenant.Slot);

    /// <summary>Called when the database reports another owner of the tenant's slot.</summary>
    public void NoteSlotLost(TenantId tenant)
    {
        if (FenceOf(tenant) is { } fence)
        {
            board.Lose(fence);
        }
    }

    /// <summary>Reads the tenant's slot, if the worker owns it, because a run has emitted events.</summary>
    public void NoteEmitted(TenantId tenant) => board.Wake([tenant.Slot]);

    /// <summary>The history entry; null when the call is not recorded.</summary>
    public HistoryEntry? Describe(PendingEvent pending, RunReport report, DateTimeOffset startedAt) =>
        recordsAll || report.Failure is not null ? rules.Describe(pending, report, startedAt) : null;
}
