using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Accepts a <see cref="Hello"/> and ends the handshake.</summary>
/// <param name="HeartbeatInterval">The time between two <see cref="Heartbeat"/>s of the worker.</param>
/// <param name="Settings">The settings of the worker. Opaque to this assembly.</param>
public sealed record Welcome(TimeSpan HeartbeatInterval, ReadOnlyMemory<byte> Settings) : SupervisorMessage
{
    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.Welcome, FieldCount);

    internal static Welcome Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Welcome(reader.ReadDuration(), reader.ReadBytes());
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteDuration(HeartbeatInterval);
        writer.WriteBinary(Settings.Span);
    }
}
