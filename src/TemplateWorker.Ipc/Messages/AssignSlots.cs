using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Says which slots the worker works on from now on: the whole list, not a change of it. <see cref="SlotsReleased"/>
/// answers, when nothing of another slot runs any more.
/// </summary>
/// <param name="Epoch">Grows with each assignment of a connection; echoed in the answer.</param>
/// <param name="Slots">At most <see cref="MessageLimits.Slots"/>, each once.</param>
public sealed record AssignSlots(ulong Epoch, IReadOnlyList<SlotAssignment> Slots) : SupervisorMessage
{
    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.AssignSlots, FieldCount);

    internal static AssignSlots Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new AssignSlots(reader.ReadUInt64(), ReadSlots(ref reader));
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(Epoch);
        writer.WriteListHeader(Slots, MessageLimits.Slots);
        foreach (var slot in Slots)
        {
            slot.Write(writer);
        }
    }

    private static SlotAssignment[] ReadSlots(ref ValueReader reader)
    {
        var slots = new SlotAssignment[reader.ReadArrayHeader(MessageLimits.Slots)];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotAssignment.Read(ref reader);
        }

        return slots;
    }
}
