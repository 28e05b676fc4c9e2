using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Links;

/// <summary>A slot list to be sent to a worker.</summary>
/// <param name="Worker">Its number.</param>
/// <param name="Slots">The complete list of its slots.</param>
/// <param name="HasNew">Whether the list holds slots that the worker did not have before.</param>
internal sealed record SlotOrder(int Worker, AssignSlots Slots, bool HasNew);
