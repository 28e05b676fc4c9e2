using System.Buffers.Binary;
using System.Text;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.Ipc.MessagePack;

/// <summary>Writes MessagePack values, each in its shortest form, to the end of a frame.</summary>
/// <remarks>
/// It does not count: an array of n elements is its header followed by n values, which the caller writes.
/// Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
/// </remarks>
internal readonly ref struct MessagePackWriter(FrameBuffer frame)
{
    private const int MaxHeaderBytes = 6;

    // A string of so few UTF-16 units fits a fixstr however many bytes each takes.
    private const int MaxFixStringUnits = 31 / 3;

    public void WriteNil() => WriteByte(MessagePackCode.Nil);

    public void WriteBoolean(bool value) => WriteByte(value ? MessagePackCode.True : MessagePackCode.False);

    public void WriteInteger(long value)
    {
        if (value >= 0)
        {
            WriteInteger((ulong)value);
        }
        else if (value >= -32)
        {
            WriteByte((byte)value);
        }
        else if (value >= sbyte.MinValue)
        {
            Write(MessagePackCode.Int8, (byte)value);
        }
        else if (value >= short.MinValue)
        {
            Write(MessagePackCode.Int16, (ushort)value);
        }
        else if (value >= int.MinValue)
        {
            Write(MessagePackCode.Int32, (uint)value);
        }
        else
        {
            Write(MessagePackCode.Int64, (ulong)value);
        }
    }

    public void WriteInteger(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxPositiveFixInt:
                WriteByte((byte)value);
                break;
            case <= byte.MaxValue:
                Write(MessagePackCode.UInt8, (byte)value);
                break;
            case <= ushort.MaxValue:
                Write(MessagePackCode.UInt16, (ushort)value);
                break;
            case <= uint.MaxValue:
                Write(MessagePackCode.UInt32, (uint)value);
                break;
            default:
                Write(MessagePackCode.UInt64, value);
                break;
        }
    }

    public void WriteFloat(double value) => Write(MessagePackCode.Float64, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Writes a string as UTF-8; half a surrogate pair becomes U+FFFD, since UTF-8 cannot say it.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        if (value.Length <= MaxFixStringUnits)
        {
            var span = frame.GetSpan(1 + (MaxFixStringUnits * 3));
            var length = Encoding.UTF8.GetBytes(value, span[1..]);
            span[0] = (byte)(MessagePackCode.FixString | length);
            frame.Advance(1 + length);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        var header = bytes <= 31
            ? WriteFixHeader(MessagePackCode.FixString, bytes, bytes)
            : WriteSizedHeader(MessagePackCode.String8, MessagePackCode.String16, MessagePackCode.String32, bytes);
        Encoding.UTF8.GetBytes(value, header);
        frame.Advance(bytes);
    }

    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        var body = WriteSizedHeader(MessagePackCode.Binary8, MessagePackCode.Binary16, MessagePackCode.Binary32, value.Length);
        value.CopyTo(body);
        frame.Advance(value.Length);
    }

    public void WriteArrayHeader(int count) =>
        WriteCount(MessagePackCode.FixArray, MessagePackCode.Array16, MessagePackCode.Array32, count);

    public void WriteMapHeader(int count) =>
        WriteCount(MessagePackCode.FixMap, MessagePackCode.Map16, MessagePackCode.Map32, count);

    public void WriteExtension(sbyte type, ReadOnlySpan<byte> value)
    {
        byte? fix = value.Length switch
        {
            1 => MessagePackCode.FixExtension1,
            2 => MessagePackCode.FixExtension2,
            4 => MessagePackCode.FixExtension4,
            8 => MessagePackCode.FixExtension8,
            16 => MessagePackCode.FixExtension16,
            _ => null,
        };
        if (fix is { } code)
        {
            WriteByte(code);
        }
        else
        {
            WriteSizedHeader(MessagePackCode.Extension8, MessagePackCode.Extension16, MessagePackCode.Extension32, value.Length);
        }

        WriteByte((byte)type);
        value.CopyTo(frame.GetSpan(value.Length));
        frame.Advance(value.Length);
    }

    private void WriteCount(byte fixCode, byte code16, byte code32, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        switch (count)
        {
            case <= 15:
                WriteByte((byte)(fixCode | count));
                break;
            case <= ushort.MaxValue:
                Write(code16, (ushort)count);
                break;
            default:
                Write(code32, (uint)count);
                break;
        }
    }

    /// <returns>Room for the body, which begins behind the header.</returns>
    private Span<byte> WriteSizedHeader(byte code8, byte code16, byte code32, int bytes)
    {
        frame.GetSpan(MaxHeaderBytes + bytes);
        switch (bytes)
        {
            case <= byte.MaxValue:
                Write(code8, (byte)bytes);
                break;
            case <= ushort.MaxValue:
                Write(code16, (ushort)bytes);
                break;
            default:
                Write(code32, (uint)bytes);
                break;
        }

        return frame.GetSpan(bytes);
    }

    private Span<byte> WriteFixHeader(byte code, int length, int bytes)
    {
        WriteByte((byte)(code | length));
        return frame.GetSpan(bytes);
    }

    private void WriteByte(byte value)
    {
        frame.GetSpan(sizeof(byte))[0] = value;
        frame.Advance(sizeof(byte));
    }

    private void Write(byte code, byte value)
    {
        var span = frame.GetSpan(1 + sizeof(byte));
        span[1] = value;
        span[0] = code;
        frame.Advance(1 + sizeof(byte));
    }

    private void Write(byte code, ushort value)
    {
        var span = frame.GetSpan(1 + sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], value);
        span[0] = code;
        frame.Advance(1 + sizeof(ushort));
    }

    private void Write(byte code, uint value)
    {
        var span = frame.GetSpan(1 + sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], value);
        span[0] = code;
        frame.Advance(1 + sizeof(uint));
    }

    private void Write(byte code, ulong value)
    {
        var span = frame.GetSpan(1 + sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
        span[0] = code;
        frame.Advance(1 + sizeof(ulong));
    }
}
