namespace TemplateWorker.Ipc.Connection;

/// <summary>How a connection ended.</summary>
/// <param name="Reason">The kind of end.</param>
/// <param name="Message">The details for the log, without the content of messages.</param>
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

/// <summary>The kinds of end of a connection.</summary>
public enum DisconnectReason
{
    /// <summary>The peer closed it between two messages, as the kernel also does for a process that exits or is killed.</summary>
    PeerClosed,

    /// <summary>It ended inside a message, or with an error of the operating system.</summary>
    PeerLost,

    /// <summary>The peer announced a frame of 0 bytes or of more than <see cref="IpcOptions.MaxFrameBytes"/>.</summary>
    FrameSize,

    /// <summary>The peer sent a frame that is not exactly one well-formed message.</summary>
    MalformedMessage,

    /// <summary>The peer sent a message whose code this build does not know.</summary>
    UnknownMessage,

    /// <summary>The peer sent a message that only this end may send.</summary>
    WrongDirection,

    /// <summary>This end was cancelled or disposed.</summary>
    Stopped,
}
