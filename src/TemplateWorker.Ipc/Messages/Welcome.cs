using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Accepts a <see cref="Hello"/>; the handshake is done.</summary>
/// <param name="HeartbeatInterval">How often the worker is to send a <see cref="Heartbeat"/>.</param>
/// <param name="Settings">The worker's settings, which this assembly does not look into.</param>
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
