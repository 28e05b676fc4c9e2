using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Slots;

/// <summary>Works on the slots that this supervisor holds.</summary>
internal interface ISlotHolder
{
    /// <summary>Takes over the complete list of slots.</summary>
    /// <returns>Completes when no run is active in slots outside the list.</returns>
    Task AssignAsync(IReadOnlyList<SlotAssignment> slots);
}
