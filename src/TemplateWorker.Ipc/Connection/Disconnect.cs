namespace TemplateWorker.Ipc.Connection;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Message">What exactly, for the log.</param>
public sealed record Disconnect(DisconnectReason Reason, string Message)
{
    internal static Disconnect Of(IpcException fault) => new(
        fault.Fault switch
        {
            IpcFault.FrameSize => DisconnectReason.FrameSize,
            IpcFault.UnknownMessage => DisconnectReason.UnknownMessage,
            IpcFault.WrongDirection => DisconnectReason.WrongDirection,
            _ => DisconnectReason.MalformedMessage,
        },
        fault.Message);
}

/// <summary>Why a connection ended.</summary>
public enum DisconnectReason
{
    /// <summary>The peer closed it, between two messages. What a process does that exits or is killed.</summary>
    PeerClosed,

    /// <summary>It broke inside a message, or the operating system reported an error.</summary>
    PeerLost,

    /// <summary>The peer announced a frame that is empty or exceeds <see cref="IpcOptions.MaxFrameBytes"/>.</summary>
    FrameSize,

    /// <summary>The peer sent a frame that is not exactly one well-formed message.</summary>
    MalformedMessage,

    /// <summary>The peer sent a message with a code that this build does not know.</summary>
    UnknownMessage,

    /// <summary>The peer sent a message that only this end sends.</summary>
    WrongDirection,

    /// <summary>This end stopped: it was cancelled or disposed.</summary>
    Stopped,
}
