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
