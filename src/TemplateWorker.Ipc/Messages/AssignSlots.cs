using System.Runtime.InteropServices;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Says which slots the worker works on from now on: the whole list, not a change of it. <see cref="SlotsReleased"/>
/// answers, when nothing of another slot runs any more.
/// </summary>
/// <param name="Epoch">Grows with each assignment of a connection; echoed in the answer.</param>
/// <param name="Slots">At most <see cref="FieldLimits.Slots"/>, each once.</param>
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
        writer.WriteListHeader(Slots, FieldLimits.Slots);
        foreach (var slot in Slots)
        {
            slot.Write(writer);
        }
    }

    private static SlotAssignment[] ReadSlots(ref ValueReader reader)
    {
        var slots = new SlotAssignment[reader.ReadArrayHeader(FieldLimits.Slots)];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotAssignment.Read(ref reader);
        }

        return slots;
    }
}

/// <summary>A slot that a worker is to work on.</summary>
/// <param name="Slot">0 to <see cref="FieldLimits.Slots"/> - 1.</param>
/// <param name="Fence">The slot's fence when the supervisor took it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SlotAssignment(int Slot, long Fence)
{
    private const int FieldCount = 2;

    internal static SlotAssignment Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new SlotAssignment(reader.ReadSlot(), reader.ReadInt64(0, long.MaxValue));
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteSlot(Slot);
        writer.WriteNumber(Fence);
    }
}

/// <summary>Answers an <see cref="AssignSlots"/>: nothing of a slot outside its list runs any more, nor is any of it being committed.</summary>
/// <param name="Epoch">The assignment's; those before it are answered with it.</param>
public sealed record SlotsReleased(ulong Epoch) : WorkerMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.SlotsReleased, FieldCount);

    internal static SlotsReleased Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new SlotsReleased(reader.ReadUInt64());
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteInteger(Epoch);
}
