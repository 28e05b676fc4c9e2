using System.Runtime.InteropServices;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A slot that a worker is to work on.</summary>
/// <param name="Slot">0 to <see cref="MessageLimits.Slots"/> - 1.</param>
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
