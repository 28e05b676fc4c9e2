using System.Text;
using MessagePack;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.Ipc.Codec;

/// <summary>Writes MessagePack values to the end of a frame, each in its shortest form, by the package's primitives.</summary>
/// <remarks>
/// The caller writes the header of an array of n elements and then n values; this type does not count them. The results of
/// the primitives, which report a lack of room, are ignored: the most bytes that a value can take are reserved first.
/// </remarks>
internal readonly ref struct ValueWriter(FrameBuffer frame)
{
    private const int MaxNumberBytes = 9;
    private const int MaxHeaderBytes = 5;

    // The header of a string of at most 31 bytes takes one byte. This many UTF-16 units never take more than 31 bytes.
    private const int MaxShortStringUnits = 31 / 3;

    public void WriteNil()
    {
        MessagePackPrimitives.TryWriteNil(frame.GetSpan(sizeof(byte)), out var written);
        frame.Advance(written);
    }

    public void WriteInteger(long value)
    {
        MessagePackPrimitives.TryWrite(frame.GetSpan(MaxNumberBytes), value, out var written);
        frame.Advance(written);
    }

    public void WriteInteger(ulong value)
    {
        MessagePackPrimitives.TryWrite(frame.GetSpan(MaxNumberBytes), value, out var written);
        frame.Advance(written);
    }

    /// <summary>Writes a string as UTF-8. Half a surrogate pair becomes U+FFFD, because UTF-8 cannot express it.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        if (value.Length <= MaxShortStringUnits)
        {
            var span = frame.GetSpan(1 + (MaxShortStringUnits * 3));
            var length = Encoding.UTF8.GetBytes(value, span[1..]);
            span[0] = (byte)(MessagePackCode.MinFixStr | length);
            frame.Advance(1 + length);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        var room = frame.GetSpan(MaxHeaderBytes + bytes);
        MessagePackPrimitives.TryWriteStringHeader(room, (uint)bytes, out var header);
        frame.Advance(header + Encoding.UTF8.GetBytes(value, room[header..]));
    }

    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        var room = frame.GetSpan(MaxHeaderBytes + value.Length);
        MessagePackPrimitives.TryWriteBinHeader(room, (uint)value.Length, out var header);
        value.CopyTo(room[header..]);
        frame.Advance(header + value.Length);
    }

    public void WriteArrayHeader(int count)
    {
        MessagePackPrimitives.TryWriteArrayHeader(frame.GetSpan(MaxHeaderBytes), (uint)count, out var written);
        frame.Advance(written);
    }

    public void WriteMapHeader(int count)
    {
        MessagePackPrimitives.TryWriteMapHeader(frame.GetSpan(MaxHeaderBytes), (uint)count, out var written);
        frame.Advance(written);
    }
}
