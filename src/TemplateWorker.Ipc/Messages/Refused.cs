using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Refuses a <see cref="Hello"/>; the supervisor closes the connection behind it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">For the worker's log: what was expected, what came. Cut to <see cref="MessageLimits.TextUnits"/>.</param>
public sealed record Refused(HandshakeRefusal Reason, string Message) : SupervisorMessage
{
    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.Refused, FieldCount);

    internal static Refused Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Refused((HandshakeRefusal)reader.ReadInt32(0, (int)HandshakeRefusal.Unreachable), reader.ReadText());
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger((long)Reason);
        writer.WriteText(Message);
    }
}
