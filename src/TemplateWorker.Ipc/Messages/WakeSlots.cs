using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says that lanes changed in the database: the worker reads them again. Of slots that it does not have it hears nothing new.</summary>
/// <param name="Slots">At most <see cref="FieldLimits.Slots"/>; none stands for all.</param>
public sealed record WakeSlots(IReadOnlyList<int> Slots) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.WakeSlots, FieldCount);

    internal static WakeSlots Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var slots = new int[reader.ReadArrayHeader(FieldLimits.Slots)];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = reader.ReadSlot();
        }

        return new WakeSlots(slots);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Slots, FieldLimits.Slots);
        foreach (var slot in Slots)
        {
            writer.WriteSlot(slot);
        }
    }
}
