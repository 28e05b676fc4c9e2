using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Links;

/// <summary>What a worker is to be told.</summary>
/// <param name="Worker">Its number.</param>
/// <param name="Slots">The complete list of its slots.</param>
/// <param name="HasNew">Whether there are slots among them that it did not have before.</param>
internal sealed record SlotOrder(int Worker, AssignSlots Slots, bool HasNew);
