using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A message from a worker to its supervisor. Each message is a sealed record in this assembly.</summary>
public abstract record WorkerMessage : IIpcMessage<WorkerMessage>
{
    private protected WorkerMessage()
    {
    }

    private protected abstract MessageHeader Header { get; }

    static WorkerMessage IIpcMessage<WorkerMessage>.Read(ReadOnlySpan<byte> payload)
    {
        var reader = new ValueReader(payload);
        var header = MessageHeader.Read(ref reader);
        try
        {
            WorkerMessage message = header.Code switch
            {
                MessageCode.Hello => Hello.Read(ref reader, header),
                MessageCode.Ready => Ready.Read(ref reader, header),
                MessageCode.Heartbeat => Heartbeat.Read(ref reader, header),
                MessageCode.DispatchFinished => DispatchFinished.Read(ref reader, header),
                MessageCode.TemplateChecked => TemplateChecked.Read(ref reader, header),
                MessageCode.Goodbye => Goodbye.Read(ref reader, header),
                MessageCode.SlotsReleased => SlotsReleased.Read(ref reader, header),
                MessageCode.LanesRead => LanesRead.Read(ref reader, header),
                MessageCode.Measures => Measures.Read(ref reader, header),
                MessageCode.ActionsSent => ActionsSent.Read(header),
                MessageCode.DeliveriesSettled => DeliveriesSettled.Read(ref reader, header),
                _ => throw header.Refuse(),
            };
            reader.ReadEnd();
            return message;
        }
        catch (IpcException malformed)
        {
            throw new IpcException(malformed.Fault, $"{header.Code}: {malformed.Message}", malformed);
        }
    }

    void IIpcMessage<WorkerMessage>.Write(ValueWriter writer)
    {
        Header.Write(writer);
        WriteFields(writer);
    }

    private protected abstract void WriteFields(ValueWriter writer);
}
