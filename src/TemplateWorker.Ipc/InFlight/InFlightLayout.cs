using System.Buffers.Binary;
using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.InFlight;

/// <summary>The layout of an <see cref="InFlightFile"/>: one cell for each script thread.</summary>
/// <remarks>
/// A cell holds a mark (8 bytes: <see cref="Occupied"/> or 0), the id (8), the slot (4) and the attempt (4), in the byte order
/// of the machine, on which both processes run. It fills a cache line, so that threads do not slow each other down.
/// </remarks>
internal static class InFlightLayout
{
    public const int CellBytes = 64;

    public const int IdOffset = 8;

    public const int SlotOffset = 16;

    public const int AttemptOffset = 20;

    /// <summary>In the first cell: the id of the process (4 bytes), or <see cref="Withdrawn"/>.</summary>
    public const int ProcessOffset = 24;

    /// <summary>In place of the id of the process: the process ends for a reason that its deliveries have no part in.</summary>
    public const int Withdrawn = -1;

    /// <summary>The mark of a cell that holds a delivery: a value that a stray write is unlikely to leave.</summary>
    public const long Occupied = 0x49_6e_46_6c_69_67_68_74;

    /// <returns>Null when the cell holds no delivery, or one that is out of bounds.</returns>
    public static InFlightDelivery? Read(ReadOnlySpan<byte> cell, int thread)
    {
        var read = new InFlightDelivery(
            thread, ReadInt32(cell[SlotOffset..]), ReadInt64(cell[IdOffset..]), ReadInt32(cell[AttemptOffset..]));
        return ReadInt64(cell) == Occupied && read is { Id: >= 0, Attempt: >= 0, Slot: >= 0 and < FieldLimits.Slots } ? read : null;
    }

    public static int ReadProcess(ReadOnlySpan<byte> cell) => ReadInt32(cell[ProcessOffset..]);

    private static long ReadInt64(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
        : BinaryPrimitives.ReadInt64BigEndian(bytes);

    private static int ReadInt32(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadInt32BigEndian(bytes);
}
