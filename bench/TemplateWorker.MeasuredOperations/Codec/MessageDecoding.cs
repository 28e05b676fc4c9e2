using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.MeasuredOperations.Codec;

/// <summary>A received frame's payload into a message.</summary>
internal sealed class MessageDecoding<T>(T message) : MeasuredOperation
    where T : class, IIpcMessage<T>
{
    private readonly byte[] _payload = MessageEncoding<T>.PayloadOf(message);
    private T _last = message;

    public override void Run() => _last = T.Read(_payload);
}
