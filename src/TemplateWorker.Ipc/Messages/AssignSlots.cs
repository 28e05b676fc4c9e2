using System.Runtime.InteropServices;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Assigns slots to the worker. The list is complete: it replaces the previous one. <see cref="SlotsReleased"/> answers when
/// no delivery of any other slot runs.
/// </summary>
/// <param name="Epoch">Greater than in every earlier assignment of the connection; the answer repeats it.</param>
/// <param name="Slots">At most <see cref="FieldLimits.Slots"/>, each slot once.</param>
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

/// <summary>A slot that is assigned to a worker.</summary>
/// <param name="Slot">From 0 to <see cref="FieldLimits.Slots"/> - 1.</param>
/// <param name="Fence">The fence of the slot when the supervisor took it; at least 0.</param>
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

/// <summary>Answers <see cref="AssignSlots"/>: no delivery of an unassigned slot is running or being committed.</summary>
/// <param name="Epoch">The epoch of the assignment. The answer also covers all earlier assignments.</param>
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
