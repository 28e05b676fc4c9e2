using System.Runtime.CompilerServices;
using System.Text;

namespace TemplateWorker.Ipc.Codec;

/// <summary>How the fields of messages are written; <see cref="FieldDecoding"/> reads them.</summary>
internal static class FieldEncoding
{
    private const int GuidBytes = 16;

    /// <summary>Writes a name, which must not be cut.</summary>
    public static void WriteName(
        this ValueWriter writer,
        string value,
        int maxBytes = FieldLimits.NameBytes,
        [CallerArgumentExpression(nameof(value))] string field = "")
    {
        // Three bytes for each UTF-16 unit is the most UTF-8 takes, so most names need no count.
        if (value.Length > maxBytes / 3 && Encoding.UTF8.GetByteCount(value) is var bytes && bytes > maxBytes)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} takes {bytes} bytes of UTF-8, at most {maxBytes} are allowed.");
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

    /// <summary>Writes a number that has a least value.</summary>
    public static void WriteNumber(
        this ValueWriter writer, long value, long min = 0, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value < min)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}, at least {min} is allowed.");
        }

        writer.WriteInteger(value);
    }

    /// <summary>Writes the number of a slot.</summary>
    public static void WriteSlot(
        this ValueWriter writer, int value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value is < 0 or >= FieldLimits.Slots)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}, 0 to {FieldLimits.Slots - 1} are allowed.");
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

    /// <summary>Writes what people read; what is longer than <see cref="FieldLimits.TextUnits"/> is cut.</summary>
    /// <remarks>Cut, not refused: the text of an error comes from a template, which must not be able to stop its worker.</remarks>
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

    /// <summary>Writes a span of time as a count of 100 ns.</summary>
    public static void WriteDuration(
        this ValueWriter writer, TimeSpan value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        if (value > FieldLimits.Duration || value < -FieldLimits.Duration)
        {
            throw new IpcException(IpcFault.OutOfBounds, $"{field} is {value}, at most {FieldLimits.Duration} is allowed.");
        }

        writer.WriteInteger(value.Ticks);
    }

    /// <summary>Writes the 16 bytes in the order in which a GUID is read aloud (RFC 9562, section 4).</summary>
    public static void WriteGuid(this ValueWriter writer, Guid value)
    {
        Span<byte> bytes = stackalloc byte[GuidBytes];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.WriteBinary(bytes);
    }

    /// <summary>Writes the header of a list.</summary>
    public static void WriteListHeader<T>(
        this ValueWriter writer,
        IReadOnlyCollection<T> values,
        int maxCount,
        [CallerArgumentExpression(nameof(values))] string field = "")
    {
        RequireCount(values.Count, maxCount, field);
        writer.WriteArrayHeader(values.Count);
    }

    /// <summary>Writes names and texts; the texts are bounded by the frame alone.</summary>
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
            throw new IpcException(IpcFault.OutOfBounds, $"{field} has {count} elements, at most {maxCount} are allowed.");
        }
    }
}
