using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Refuses a <see cref="Hello"/>. The supervisor then closes the connection.</summary>
/// <param name="Reason">The check that failed.</param>
/// <param name="Message">The expected and the actual value, for the worker's log; cut to <see cref="FieldLimits.TextUnits"/>.</param>
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

/// <summary>Why a handshake failed.</summary>
public enum HandshakeRefusal
{
    /// <summary>The ends have different versions of the protocol.</summary>
    WrongProtocolVersion,

    /// <summary>The ends are different builds.</summary>
    WrongBuild,

    /// <summary>The supervisor expects no worker with this number.</summary>
    UnknownWorker,

    /// <summary>The token is not the one of the worker.</summary>
    WrongToken,

    /// <summary>The peer runs as another user, or is not the process that was started or that it claims to be.</summary>
    WrongPeer,

    /// <summary>The first message was malformed or not the expected one.</summary>
    WrongMessage,

    /// <summary>The peer closed the connection before the handshake ended.</summary>
    Disconnected,

    /// <summary>The peer sent no message within <see cref="IpcOptions.HandshakeTimeout"/>.</summary>
    TimedOut,

    /// <summary>The worker could not connect to the socket. Never sent.</summary>
    Unreachable,
}
