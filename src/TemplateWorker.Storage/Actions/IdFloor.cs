using System.Buffers.Binary;

namespace TemplateWorker.Storage.Actions;

/// <summary>Where to begin among the ids of actions, which are UUIDs of version 7 and so begin with the time at which they were made. Pure.</summary>
internal static class IdFloor
{
    /// <summary>How far apart the clocks of two workers may be.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>An id that is smaller than all that were made since a time.</summary>
    public static Guid Before(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, (time - Margin).ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>When an id was made.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        return milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
