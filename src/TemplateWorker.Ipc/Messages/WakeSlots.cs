using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that lanes changed in the database. The worker reads those of its own slots again and ignores other slots.</summary>
/// <param name="Slots">At most <see cref="FieldLimits.Slots"/>. An empty list means all slots.</param>
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
