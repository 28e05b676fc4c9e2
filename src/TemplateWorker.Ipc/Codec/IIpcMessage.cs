namespace TemplateWorker.Ipc.Codec;

/// <summary>The messages of one direction, as a connection reads and writes them. Only this assembly implements it.</summary>
/// <typeparam name="TSelf">The abstract record of the direction.</typeparam>
public interface IIpcMessage<TSelf>
    where TSelf : class, IIpcMessage<TSelf>
{
    /// <exception cref="IpcException">The payload is not exactly one message of this direction.</exception>
    internal static abstract TSelf Read(ReadOnlySpan<byte> payload);

    /// <exception cref="IpcException">A field is outside its bounds, or the message exceeds the frame limit.</exception>
    internal void Write(ValueWriter writer);
}
