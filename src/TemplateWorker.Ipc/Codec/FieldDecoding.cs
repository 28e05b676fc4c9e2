namespace TemplateWorker.Ipc.Codec;

/// <summary>Reads the fields of messages within their bounds; <see cref="FieldEncoding"/> writes them.</summary>
internal static class FieldDecoding
{
    private const int GuidBytes = 16;

    /// <summary>Reads the header of a record within a message, which is an array of its fields.</summary>
    public static void RequireFields(this ref ValueReader reader, int expected)
    {
        var fields = reader.ReadArrayHeader(int.MaxValue);
        if (fields != expected)
        {
            throw new IpcException(IpcFault.WrongFieldCount, $"A record has {fields} fields instead of {expected}.");
        }
    }

    public static int? ReadNullableInt32(this ref ValueReader reader, int min, int max) =>
        reader.TryReadNil() ? null : reader.ReadInt32(min, max);

    public static long? ReadNullableInt64(this ref ValueReader reader, long min, long max) =>
        reader.TryReadNil() ? null : reader.ReadInt64(min, max);

    public static int ReadSlot(this ref ValueReader reader) => reader.ReadInt32(0, FieldLimits.Slots - 1);

    public static string ReadName(this ref ValueReader reader, int maxBytes = FieldLimits.NameBytes) =>
        reader.ReadString(maxBytes);

    public static string? ReadNullableName(this ref ValueReader reader, int maxBytes = FieldLimits.NameBytes) =>
        reader.TryReadNil() ? null : reader.ReadString(maxBytes);

    public static string ReadText(this ref ValueReader reader) => reader.ReadString(FieldLimits.TextBytes);

    public static string? ReadNullableText(this ref ValueReader reader) => reader.TryReadNil() ? null : reader.ReadText();

    public static TimeSpan ReadDuration(this ref ValueReader reader)
    {
        var ticks = reader.ReadInt64();
        return ticks <= FieldLimits.Duration.Ticks && ticks >= -FieldLimits.Duration.Ticks
            ? new TimeSpan(ticks)
            : throw new IpcException(
                IpcFault.OutOfBounds, $"A duration of {ticks} × 100 ns is not within ±{FieldLimits.Duration}.");
    }

    public static Guid ReadGuid(this ref ValueReader reader)
    {
        var bytes = reader.ReadBinary(GuidBytes);
        return bytes.Length == GuidBytes
            ? new Guid(bytes, bigEndian: true)
            : throw new IpcException(IpcFault.OutOfBounds, $"A GUID has {bytes.Length} bytes instead of {GuidBytes}.");
    }

    /// <returns>A copy, because the buffer of a frame is reused after the frame is read.</returns>
    public static ReadOnlyMemory<byte> ReadBytes(this ref ValueReader reader, int maxBytes = int.MaxValue)
    {
        var bytes = reader.ReadBinary(maxBytes);
        return bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes.ToArray();
    }

    /// <summary>Reads texts by their names. Only the frame bounds the length of the texts.</summary>
    public static IReadOnlyDictionary<string, string> ReadTexts(this ref ValueReader reader, int maxCount)
    {
        var count = reader.ReadMapHeader(maxCount);
        var texts = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            if (!texts.TryAdd(reader.ReadName(), reader.ReadString(int.MaxValue)))
            {
                throw new IpcException(IpcFault.OutOfBounds, "A name appears twice in a map.");
            }
        }

        return texts;
    }
}
