using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.MeasuredOperations.Codec;

/// <summary>A message into a frame that is ready to be sent.</summary>
internal sealed class MessageEncoding<T>(T message) : MeasuredOperation
    where T : class, IIpcMessage<T>
{
    private const int MaxFrameBytes = 8 * 1024 * 1024;

    /// <summary>The message's payload, without the header of its frame.</summary>
    public static byte[] PayloadOf(T message)
    {
        var frame = Encode(message);
        var payload = frame.Payload.ToArray();
        frame.Release();
        return payload;
    }

    public override void Run() => Encode(message).Release();

    private static FrameBuffer Encode(T message)
    {
        var frame = new FrameBuffer(MaxFrameBytes);
        message.Write(new(frame));
        frame.Seal();
        return frame;
    }
}
