using System.Buffers.Binary;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Stage;

/// <summary>
/// How a stage file is laid out: one cell for each script thread, a cache line each, so that threads do not slow each other.
/// </summary>
/// <remarks>
/// A cell is <c>entered</c> (8 bytes: <see cref="Entered"/> or 0), <c>id</c> (8), <c>slot</c> (4), <c>attempt</c> (4), in
/// the machine's byte order: both ends run on the same one.
/// </remarks>
internal static class StageLayout
{
    public const int CellBytes = 64;

    public const int IdOffset = 8;

    public const int SlotOffset = 16;

    public const int AttemptOffset = 20;

    /// <summary>Nothing that a stray write is likely to leave.</summary>
    public const long Entered = 0x53_74_61_67_65_49_6e_21;

    /// <returns>Null when nothing was on the thread.</returns>
    public static StageCell? Read(ReadOnlySpan<byte> cell, int thread)
    {
        var read = new StageCell(thread, ReadInt32(cell[SlotOffset..]), ReadInt64(cell[IdOffset..]), ReadInt32(cell[AttemptOffset..]));
        return ReadInt64(cell) == Entered && read is { Id: >= 0, Attempt: >= 0, Slot: >= 0 and < MessageLimits.Slots } ? read : null;
    }

    private static long ReadInt64(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadInt64LittleEndian(bytes)
        : BinaryPrimitives.ReadInt64BigEndian(bytes);

    private static int ReadInt32(ReadOnlySpan<byte> bytes) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadInt32BigEndian(bytes);
}
