using System.Runtime.CompilerServices;
using System.Text;

namespace TemplateWorker.Ipc.Codec;

/// <summary>Writes the fields of messages within their bounds; <see cref="FieldDecoding"/> reads them.</summary>
/// <remarks>A value out of bounds throws an <see cref="IpcException"/> that names the field.</remarks>
internal static class FieldEncoding
{
    private const int GuidBytes = 16;

    /// <summary>Writes a name. A name that is too long is refused and not cut, because the rest would be another name.</summary>
    public static void WriteName(
        this ValueWriter writer,
        string value,
        int maxBytes = FieldLimits.NameBytes,
        [CallerArgumentExpression(nameof(value))] string field = "")
    {
        // UTF-8 takes at most three bytes for each UTF-16 unit, so that most names need no exact count.
        if (value.Length > maxBytes / 3 && Encoding.UTF8.GetByteCount(value) is var bytes && bytes > maxBytes)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} takes {bytes} bytes of UTF-8; at most {maxBytes} are allowed.");
        }

        writer.WriteString(value);
    }

    public static void WriteNullableName(
        this ValueWriter writer,
        string? value,
        int maxBytes = FieldLimits.NameBytes,
        [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else
        {
            writer.WriteName(value, maxBytes, field);
        }
    }

    /// <summary>Writes an integer of at least <paramref name="min"/>.</summary>
    public static void WriteNumber(
        this ValueWriter writer, long value, long min = 0, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value < min)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}; it must be at least {min}.");
        }

        writer.WriteInteger(value);
    }

    public static void WriteSlot(
        this ValueWriter writer, int value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is < 0 or >= FieldLimits.Slots)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}; it must be from 0 to {FieldLimits.Slots - 1}.");
        }

        writer.WriteInteger(value);
    }

    public static void WriteNullableNumber(
        this ValueWriter writer, long? value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is { } number)
        {
            writer.WriteNumber(number, min: 0, field);
        }
        else
        {
            writer.WriteNil();
        }
    }

    /// <summary>Writes a text for people, cut to <see cref="FieldLimits.TextUnits"/>; null as nil.</summary>
    /// <remarks>
    /// Cut and not refused, because a template can write such a text (an error message) and must not be able to stop its
    /// worker.
    /// </remarks>
    public static void WriteText(this ValueWriter writer, string? value)
    {
        if (value is null)
        {
            writer.WriteNil();
        }
        else if (value.Length <= FieldLimits.TextUnits)
        {
            writer.WriteString(value);
        }
        else
        {
            var end = char.IsHighSurrogate(value[FieldLimits.TextUnits - 1]) ? FieldLimits.TextUnits - 1 : FieldLimits.TextUnits;
            writer.WriteString(value.AsSpan(0, end));
        }
    }

    /// <summary>Writes a duration as a count of 100 ns.</summary>
    public static void WriteDuration(
        this ValueWriter writer, TimeSpan value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value > FieldLimits.Duration || value < -FieldLimits.Duration)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}; it must be within ±{FieldLimits.Duration}.");
        }

        writer.WriteInteger(value.Ticks);
    }

    /// <summary>Writes the 16 bytes in the order of the text form (RFC 9562, section 4).</summary>
    public static void WriteGuid(this ValueWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.WriteBinary(bytes);
    }

    public static void WriteListHeader<T>(
        this ValueWriter writer,
        IReadOnlyCollection<T> values,
        int maxCount,
        [CallerArgumentExpression(nameof(values))] string field = "")
    {
        RequireCount(values.Count, maxCount, field);
        writer.WriteArrayHeader(values.Count);
    }

    /// <summary>Writes texts by their names. Only the frame bounds the length of the texts.</summary>
    public static void WriteTexts(
        this ValueWriter writer,
        IReadOnlyDictionary<string, string> values,
        int maxCount,
        [CallerArgumentExpression(nameof(values))] string field = "")
    {
        RequireCount(values.Count, maxCount, field);
        writer.WriteMapHeader(values.Count);
        foreach (var (name, text) in values)
        {
            writer.WriteName(name, FieldLimits.NameBytes, field);
            writer.WriteString(text);
        }
    }

    private static void RequireCount(int count, int maxCount, string field)
    {
        if (count > maxCount)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} has {count} elements; at most {maxCount} are allowed.");
        }
    }
}
