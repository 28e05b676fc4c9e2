using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Refuses a <see cref="Hello"/>; the supervisor closes the connection behind it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">For the worker's log: what was expected, what came. Cut to <see cref="FieldLimits.TextUnits"/>.</param>
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

/// <summary>Why a handshake ended without a connection.</summary>
public enum HandshakeRefusal
{
    /// <summary>The ends speak different versions of the protocol.</summary>
    WrongProtocolVersion,

    /// <summary>The ends are not the same build.</summary>
    WrongBuild,

    /// <summary>Nobody expects a worker of this number.</summary>
    UnknownWorker,

    /// <summary>The token is not the one that was given to the worker.</summary>
    WrongToken,

    /// <summary>The process at the other end runs as another user, or is not the one it says it is or that was started.</summary>
    WrongPeer,

    /// <summary>The first message was malformed, or not the one a handshake begins with.</summary>
    WrongMessage,

    /// <summary>The peer closed the connection before the handshake was done.</summary>
    Disconnected,

    /// <summary>The peer said nothing within the time a handshake may take.</summary>
    TimedOut,

    /// <summary>Nobody listens at the socket.</summary>
    Unreachable,
}
