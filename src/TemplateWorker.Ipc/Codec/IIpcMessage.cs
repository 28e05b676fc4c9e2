namespace TemplateWorker.Ipc.Codec;

/// <summary>What a connection needs of a direction's messages. Only this assembly implements it.</summary>
/// <typeparam name="TSelf">The abstract record of the direction.</typeparam>
public interface IIpcMessage<TSelf>
    where TSelf : class, IIpcMessage<TSelf>
{
    /// <exception cref="IpcException">The bytes are not exactly one message of this direction.</exception>
    internal static abstract TSelf Read(ReadOnlySpan<byte> payload);

    /// <exception cref="IpcException">A field is outside its bounds, or the frame would be too long.</exception>
    internal void Write(ValueWriter writer);
}
