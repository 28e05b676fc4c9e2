using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Slots;

/// <summary>Who works on the slots of this supervisor.</summary>
internal interface ISlotHolder
{
    /// <summary>Takes over the complete list of slots.</summary>
    /// <returns>Completes when nothing runs any more in slots that are not on the list.</returns>
    Task AssignAsync(IReadOnlyList<SlotAssignment> slots);
}
