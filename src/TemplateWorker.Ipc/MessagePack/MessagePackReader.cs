using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace TemplateWorker.Ipc.MessagePack;

/// <summary>
/// Reads MessagePack values from bytes that a stranger may have written: no length is believed before it is compared
/// with the caller's bound and with the bytes that are there, and nothing is stored before that.
/// </summary>
/// <remarks>
/// Every method throws <see cref="IpcException"/> and nothing else; what it throws says at which byte. Integers and
/// lengths are read in any width the specification allows, not only in the shortest.
/// Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
/// </remarks>
internal ref struct MessagePackReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>How deep <see cref="Skip"/> follows arrays and maps. Our own messages nest 4 deep.</summary>
    public const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - _position;

    /// <summary>The type of the next value.</summary>
    public readonly MessagePackType NextType => Peek() switch
    {
        <= MessagePackCode.MaxPositiveFixInt or >= MessagePackCode.MinNegativeFixInt => MessagePackType.Integer,
        < MessagePackCode.FixArray => MessagePackType.Map,
        < MessagePackCode.FixString => MessagePackType.Array,
        < MessagePackCode.Nil => MessagePackType.String,
        MessagePackCode.Nil => MessagePackType.Nil,
        MessagePackCode.NeverUsed => throw Fault(IpcFault.WrongType, "0xc1 begins no value"),
        MessagePackCode.False or MessagePackCode.True => MessagePackType.Boolean,
        <= MessagePackCode.Binary32 => MessagePackType.Binary,
        <= MessagePackCode.Extension32 => MessagePackType.Extension,
        <= MessagePackCode.Float64 => MessagePackType.Float,
        <= MessagePackCode.Int64 => MessagePackType.Integer,
        <= MessagePackCode.FixExtension16 => MessagePackType.Extension,
        <= MessagePackCode.String32 => MessagePackType.String,
        <= MessagePackCode.Array32 => MessagePackType.Array,
        _ => MessagePackType.Map,
    };

    /// <summary>Refuses bytes behind the last value.</summary>
    public readonly void ReadEnd()
    {
        if (Remaining > 0)
        {
            throw Fault(IpcFault.TrailingBytes, $"{Remaining} bytes follow the end of the message");
        }
    }

    /// <summary>Takes a nil, if one is next.</summary>
    public bool TryReadNil()
    {
        if (Peek() != MessagePackCode.Nil)
        {
            return false;
        }

        _position++;
        return true;
    }

    public bool ReadBoolean()
    {
        var code = Peek();
        if (code is not (MessagePackCode.False or MessagePackCode.True))
        {
            throw WrongType(MessagePackType.Boolean);
        }

        _position++;
        return code == MessagePackCode.True;
    }

    public long ReadInt64()
    {
        var start = _position;
        var value = ReadInteger(out var unsigned);
        return value >= 0 || !unsigned ? value : throw Fault(IpcFault.OutOfBounds, $"{(ulong)value} exceeds {long.MaxValue}", start);
    }

    public ulong ReadUInt64()
    {
        var start = _position;
        var value = ReadInteger(out var unsigned);
        return value >= 0 || unsigned ? (ulong)value : throw Fault(IpcFault.OutOfBounds, $"{value} is negative", start);
    }

    /// <exception cref="IpcException">Also when the value is outside the two bounds, which are allowed values.</exception>
    public long ReadInt64(long min, long max)
    {
        var start = _position;
        var value = ReadInt64();
        return value >= min && value <= max
            ? value
            : throw Fault(IpcFault.OutOfBounds, $"{value} is not within {min} and {max}", start);
    }

    /// <exception cref="IpcException">Also when the value is outside the two bounds, which are allowed values.</exception>
    public int ReadInt32(int min, int max) => (int)ReadInt64(min, max);

    public double ReadFloat()
    {
        switch (Peek())
        {
            case MessagePackCode.Float32:
                _position++;
                return BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float)));
            case MessagePackCode.Float64:
                _position++;
                return BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));
            default:
                throw WrongType(MessagePackType.Float);
        }
    }

    public string ReadString(int maxBytes)
    {
        var start = _position;
        var utf8 = ReadUtf8(maxBytes);
        return Utf8.IsValid(utf8)
            ? Encoding.UTF8.GetString(utf8)
            : throw Fault(IpcFault.InvalidUtf8, $"a string of {utf8.Length} bytes is not UTF-8", start);
    }

    /// <returns>A view of the bytes that this reader reads.</returns>
    public ReadOnlySpan<byte> ReadBinary(int maxBytes)
    {
        var start = _position;
        return TakeBounded(ReadLength(MessagePackType.Binary), maxBytes, start);
    }

    /// <returns>How many values follow; never more than there are bytes left.</returns>
    public int ReadArrayHeader(int maxCount)
    {
        var start = _position;
        return BoundCount(ReadLength(MessagePackType.Array), maxCount, bytesPerItem: 1, start);
    }

    /// <returns>How many pairs of key and value follow; never more than there are bytes left for.</returns>
    public int ReadMapHeader(int maxCount)
    {
        var start = _position;
        return BoundCount(ReadLength(MessagePackType.Map), maxCount, bytesPerItem: 2, start);
    }

    /// <returns>A view of the bytes that this reader reads.</returns>
    public ReadOnlySpan<byte> ReadExtension(int maxBytes, out sbyte type)
    {
        var start = _position;
        var length = ReadLength(MessagePackType.Extension);
        type = (sbyte)Take(sizeof(sbyte))[0];
        return TakeBounded(length, maxBytes, start);
    }

    /// <summary>Passes over one value, whatever it is.</summary>
    /// <exception cref="IpcException">Also when it is nested deeper than <see cref="MaxDepth"/>.</exception>
    public void Skip() => SkipNested(depth: 1);

    private void SkipNested(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Fault(IpcFault.TooDeep, $"values are nested deeper than {MaxDepth}");
        }

        switch (NextType)
        {
            case MessagePackType.Nil or MessagePackType.Boolean:
                _position++;
                break;
            case MessagePackType.Integer:
                ReadInteger(out _);
                break;
            case MessagePackType.Float:
                ReadFloat();
                break;
            case MessagePackType.String:
                ReadUtf8(int.MaxValue);
                break;
            case MessagePackType.Binary:
                ReadBinary(int.MaxValue);
                break;
            case MessagePackType.Extension:
                ReadExtension(int.MaxValue, out _);
                break;
            case MessagePackType.Array:
                for (var left = ReadArrayHeader(int.MaxValue); left > 0; left--)
                {
                    SkipNested(depth + 1);
                }

                break;
            default:
                for (var left = 2 * ReadMapHeader(int.MaxValue / 2); left > 0; left--)
                {
                    SkipNested(depth + 1);
                }

                break;
        }
    }

    /// <returns>The value's 64 bits; when <paramref name="unsigned"/>, they are to be read as a number without sign.</returns>
    private long ReadInteger(out bool unsigned)
    {
        var code = Peek();
        unsigned = code is <= MessagePackCode.MaxPositiveFixInt or (>= MessagePackCode.UInt8 and <= MessagePackCode.UInt64);
        if (code is <= MessagePackCode.MaxPositiveFixInt or >= MessagePackCode.MinNegativeFixInt)
        {
            _position++;
            return (sbyte)code;
        }

        if (code is < MessagePackCode.UInt8 or > MessagePackCode.Int64)
        {
            throw WrongType(MessagePackType.Integer);
        }

        _position++;
        return code switch
        {
            MessagePackCode.UInt8 => Take(sizeof(byte))[0],
            MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
            MessagePackCode.UInt64 => (long)BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong))),
            MessagePackCode.Int8 => (sbyte)Take(sizeof(sbyte))[0],
            MessagePackCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))),
            MessagePackCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))),
            _ => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long))),
        };
    }

    private ReadOnlySpan<byte> ReadUtf8(int maxBytes)
    {
        var start = _position;
        return TakeBounded(ReadLength(MessagePackType.String), maxBytes, start);
    }

    /// <summary>Reads the code of a value of the given type, and the length or count that it holds or leads to.</summary>
    private uint ReadLength(MessagePackType type)
    {
        if (NextType != type)
        {
            throw WrongType(type);
        }

        var code = _bytes[_position++];
        return code switch
        {
            < MessagePackCode.FixString => (uint)(code & 0x0f),
            < MessagePackCode.Nil => (uint)(code & 0x1f),
            MessagePackCode.Binary8 or MessagePackCode.Extension8 or MessagePackCode.String8 => Take(sizeof(byte))[0],
            MessagePackCode.Binary16 or MessagePackCode.Extension16 or MessagePackCode.String16 or MessagePackCode.Array16
                or MessagePackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort))),
            >= MessagePackCode.FixExtension1 and <= MessagePackCode.FixExtension16 => 1u << (code - MessagePackCode.FixExtension1),
            _ => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint))),
        };
    }

    private readonly byte Peek() =>
        _position < _bytes.Length ? _bytes[_position] : throw Fault(IpcFault.Truncated, "a value is missing");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw Fault(IpcFault.Truncated, $"{count} bytes are needed, {Remaining} are left");
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private ReadOnlySpan<byte> TakeBounded(uint length, int maxBytes, int start) =>
        length <= (uint)maxBytes
            ? Take((int)length)
            : throw Fault(IpcFault.OutOfBounds, $"a length of {length} bytes, at most {maxBytes} are allowed", start);

    private readonly int BoundCount(uint count, int maxCount, int bytesPerItem, int start)
    {
        if (count > (uint)maxCount)
        {
            throw Fault(IpcFault.OutOfBounds, $"a count of {count}, at most {maxCount} are allowed", start);
        }

        return count * (ulong)bytesPerItem <= (ulong)Remaining
            ? (int)count
            : throw Fault(IpcFault.Truncated, $"a count of {count}, but {Remaining} bytes are left", start);
    }

    private readonly IpcException WrongType(MessagePackType expected) =>
        Fault(IpcFault.WrongType, $"expected {expected}, found 0x{_bytes[_position]:x2}");

    private readonly IpcException Fault(IpcFault fault, string what) => Fault(fault, what, _position);

    private static IpcException Fault(IpcFault fault, string what, int position) =>
        new(fault, $"At byte {position} of the frame: {what}.");
}
