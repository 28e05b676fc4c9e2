using System.Text;
using System.Text.Unicode;
using MessagePack;

namespace TemplateWorker.Ipc.Codec;

/// <summary>
/// Reads MessagePack values from bytes that a hostile peer may have written. The package's primitives parse; this type adds
/// strict types and bounds: every length and count is compared with its bound and with the number of bytes left before
/// anything is read or allocated for it.
/// </summary>
/// <remarks>
/// Every method throws <see cref="IpcException"/> and no other exception; its message names the byte. Integers and lengths
/// are accepted in any width that the specification allows.
/// Source: https://github.com/msgpack/msgpack/blob/master/spec.md.
/// </remarks>
internal ref struct ValueReader(ReadOnlySpan<byte> payload)
{
    /// <summary>The deepest nesting of arrays and maps that <see cref="Skip"/> accepts. Messages of the protocol nest 4 levels.</summary>
    public const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _payload = payload;
    private int _position;

    /// <summary>The number of bytes left.</summary>
    public readonly int Remaining => _payload.Length - _position;

    /// <summary>The type of the next value.</summary>
    public readonly MessagePackType NextType => MessagePackCode.ToMessagePackType(NextCode);

    private readonly byte NextCode =>
        _position < _payload.Length ? _payload[_position] : throw Fault(IpcFault.Truncated, "a value is missing");

    private readonly ReadOnlySpan<byte> Rest => _payload[_position..];

    /// <summary>Requires that no bytes are left.</summary>
    public readonly void ReadEnd()
    {
        if (Remaining > 0)
        {
            throw Fault(IpcFault.TrailingBytes, $"{Remaining} bytes follow the end of the message");
        }
    }

    /// <summary>Reads a nil if the next value is one.</summary>
    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
        {
            return false;
        }

        _position++;
        return true;
    }

    public bool ReadBoolean()
    {
        Accept(MessagePackPrimitives.TryReadBool(Rest, out var value, out var size), size, MessagePackType.Boolean);
        return value;
    }

    public double ReadFloat()
    {
        // TryReadDouble accepts integers, too.
        RequireType(MessagePackType.Float);
        Accept(MessagePackPrimitives.TryReadDouble(Rest, out var value, out var size), size, MessagePackType.Float);
        return value;
    }

    public long ReadInt64()
    {
        var start = _position;
        if (NextCode == MessagePackCode.UInt64)
        {
            var unsigned = ReadUInt64();
            return unsigned <= long.MaxValue
                ? (long)unsigned
                : throw Fault(IpcFault.OutOfBounds, $"{unsigned} exceeds {long.MaxValue}", start);
        }

        Accept(MessagePackPrimitives.TryReadInt64(Rest, out var value, out var size), size, MessagePackType.Integer);
        return value;
    }

    public ulong ReadUInt64()
    {
        var start = _position;
        if (NextCode is (>= MessagePackCode.Int8 and <= MessagePackCode.Int64) or >= MessagePackCode.MinNegativeFixInt)
        {
            var signed = ReadInt64();
            return signed >= 0 ? (ulong)signed : throw Fault(IpcFault.OutOfBounds, $"{signed} is negative", start);
        }

        Accept(MessagePackPrimitives.TryReadUInt64(Rest, out var value, out var size), size, MessagePackType.Integer);
        return value;
    }

    /// <param name="min">The least value allowed.</param>
    /// <param name="max">The greatest value allowed.</param>
    public long ReadInt64(long min, long max)
    {
        var start = _position;
        var value = ReadInt64();
        return value >= min && value <= max
            ? value
            : throw Fault(IpcFault.OutOfBounds, $"{value} is not from {min} to {max}", start);
    }

    /// <inheritdoc cref="ReadInt64(long, long)"/>
    public int ReadInt32(int min, int max) => (int)ReadInt64(min, max);

    /// <summary>Reads a string that must be well-formed UTF-8.</summary>
    public string ReadString(int maxBytes)
    {
        var start = _position;
        var utf8 = ReadUtf8(maxBytes);
        return Utf8.IsValid(utf8)
            ? Encoding.UTF8.GetString(utf8)
            : throw Fault(IpcFault.InvalidUtf8, $"a string of {utf8.Length} bytes is not well-formed UTF-8", start);
    }

    /// <returns>A view of the bytes that this reader reads.</returns>
    public ReadOnlySpan<byte> ReadBinary(int maxBytes)
    {
        var start = _position;
        Accept(MessagePackPrimitives.TryReadBinHeader(Rest, out var length, out var size), size, MessagePackType.Binary);
        return Take(length, maxBytes, start);
    }

    /// <returns>A view of the bytes that this reader reads.</returns>
    public ReadOnlySpan<byte> ReadExtension(int maxBytes, out sbyte type)
    {
        // TryReadExtensionHeader checks the number of bytes before the type.
        var start = _position;
        RequireType(MessagePackType.Extension);
        Accept(MessagePackPrimitives.TryReadExtensionHeader(Rest, out var header, out var size), size, MessagePackType.Extension);
        type = header.TypeCode;
        return Take(header.Length, maxBytes, start);
    }

    /// <returns>The number of values that follow; at most as many as bytes are left.</returns>
    public int ReadArrayHeader(int maxCount)
    {
        var start = _position;
        Accept(MessagePackPrimitives.TryReadArrayHeader(Rest, out var count, out var size), size, MessagePackType.Array);
        return RequireCount(count, maxCount, bytesPerItem: 1, start);
    }

    /// <returns>The number of pairs of key and value that follow; at most half as many as bytes are left.</returns>
    public int ReadMapHeader(int maxCount)
    {
        var start = _position;
        Accept(MessagePackPrimitives.TryReadMapHeader(Rest, out var count, out var size), size, MessagePackType.Map);
        return RequireCount(count, maxCount, bytesPerItem: 2, start);
    }

    /// <summary>Skips one value of any type, nested at most <see cref="MaxDepth"/> levels deep.</summary>
    public void Skip() => SkipNested(depth: 1);

    private ReadOnlySpan<byte> ReadUtf8(int maxBytes)
    {
        var start = _position;
        Accept(MessagePackPrimitives.TryReadStringHeader(Rest, out var length, out var size), size, MessagePackType.String);
        return Take(length, maxBytes, start);
    }

    private void SkipNested(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Fault(IpcFault.TooDeep, $"values are nested deeper than {MaxDepth} levels");
        }

        var children = NextType switch
        {
            MessagePackType.Array => ReadArrayHeader(int.MaxValue),
            MessagePackType.Map => 2 * ReadMapHeader(int.MaxValue / 2),
            _ => SkipScalar(),
        };
        for (; children > 0; children--)
        {
            SkipNested(depth + 1);
        }
    }

    private int SkipScalar()
    {
        switch (NextType)
        {
            case MessagePackType.Nil:
                TryReadNil();
                break;
            case MessagePackType.Boolean:
                ReadBoolean();
                break;
            case MessagePackType.Integer when NextCode == MessagePackCode.UInt64:
                ReadUInt64();
                break;
            case MessagePackType.Integer:
                ReadInt64();
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
            default:
                throw Fault(IpcFault.WrongType, $"0x{NextCode:x2} starts no value");
        }

        return 0;
    }

    private readonly void RequireType(MessagePackType expected)
    {
        if (NextType != expected)
        {
            throw WrongType(expected);
        }
    }

    /// <summary>Advances past a token that the package has read, or throws if it has not.</summary>
    private void Accept(MessagePackPrimitives.DecodeResult result, int size, MessagePackType expected)
    {
        if (result != MessagePackPrimitives.DecodeResult.Success)
        {
            throw Refuse(result, size, expected);
        }

        _position += size;
    }

    private ReadOnlySpan<byte> Take(uint length, int maxBytes, int start)
    {
        if (length > (uint)maxBytes)
        {
            throw Fault(IpcFault.OutOfBounds, $"the length is {length} bytes; at most {maxBytes} are allowed", start);
        }

        if (length > (uint)Remaining)
        {
            throw Fault(IpcFault.Truncated, $"{length} bytes are needed, but {Remaining} are left");
        }

        var taken = _payload.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private readonly int RequireCount(uint count, int maxCount, int bytesPerItem, int start)
    {
        if (count > (uint)maxCount)
        {
            throw Fault(IpcFault.OutOfBounds, $"the count is {count}; at most {maxCount} are allowed", start);
        }

        return (long)count * bytesPerItem <= Remaining
            ? (int)count
            : throw Fault(IpcFault.Truncated, $"the count is {count}, but {Remaining} bytes are left", start);
    }

    private readonly IpcException Refuse(MessagePackPrimitives.DecodeResult result, int size, MessagePackType expected) =>
        result == MessagePackPrimitives.DecodeResult.TokenMismatch
            ? WrongType(expected)
            : Fault(IpcFault.Truncated, $"{size} bytes are needed, but {Remaining} are left");

    private readonly IpcException WrongType(MessagePackType expected) =>
        Fault(IpcFault.WrongType, $"expected {expected}, found 0x{NextCode:x2}");

    private readonly IpcException Fault(IpcFault fault, string what) => Fault(fault, what, _position);

    private static IpcException Fault(IpcFault fault, string what, int position) =>
        new(fault, $"At byte {position} of the payload: {what}.");
}
