using System.Buffers;
using System.Text.Json;
using MessagePack;
using TemplateWorker.Ipc.Codec;
using TemplateWorker.Ipc.Framing;

namespace TemplateWorker.Ipc.Tests.Support;

/// <summary>Encodes messages and values, and decodes messages.</summary>
internal static class Wire
{
    public const int MaxBytes = 8 * 1024 * 1024;

    public delegate void Write(ValueWriter writer);

    public delegate void WriteRaw(ref MessagePackWriter writer);

    /// <summary>The payload of a frame with the values that <paramref name="write"/> writes.</summary>
    public static byte[] Payload(Write write)
    {
        var frame = new FrameBuffer(MaxBytes);
        write(new ValueWriter(frame));
        frame.Seal();
        var payload = frame.Payload.ToArray();
        frame.Release();
        return payload;
    }

    /// <summary>Values that the package writes, also of types that no field has.</summary>
    public static byte[] Raw(WriteRaw write)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        write(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Encode<T>(IIpcMessage<T> message)
        where T : class, IIpcMessage<T> => Payload(message.Write);

    /// <summary>The frame of a message: its length, then its payload.</summary>
    public static byte[] Frame<T>(IIpcMessage<T> message)
        where T : class, IIpcMessage<T> => Frame(Encode(message));

    public static byte[] Frame(byte[] payload) => [.. BitConverter.GetBytes((uint)payload.Length), .. payload];

    public static T Decode<T>(byte[] payload)
        where T : class, IIpcMessage<T> => T.Read(payload);

    public static IpcFault? FaultOf(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (IpcException refused)
        {
            return refused.Fault;
        }
    }

    /// <summary>All fields of a message as JSON, which is independent of the codec.</summary>
    public static string Describe(object message) => $"{message.GetType().Name} {JsonSerializer.Serialize(message, message.GetType())}";
}
