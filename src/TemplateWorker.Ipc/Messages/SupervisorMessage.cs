using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A message from a supervisor to a worker. Each message is a sealed record in this assembly.</summary>
public abstract record SupervisorMessage : IIpcMessage<SupervisorMessage>
{
    private protected SupervisorMessage()
    {
    }

    private protected abstract MessageHeader Header { get; }

    static SupervisorMessage IIpcMessage<SupervisorMessage>.Read(ReadOnlySpan<byte> payload)
    {
        var reader = new ValueReader(payload);
        var header = MessageHeader.Read(ref reader);
        try
        {
            SupervisorMessage message = header.Code switch
            {
                MessageCode.Welcome => Welcome.Read(ref reader, header),
                MessageCode.Refused => Refused.Read(ref reader, header),
                MessageCode.Dispatch => Dispatch.Read(ref reader, header),
                MessageCode.Cancel => Cancel.Read(ref reader, header),
                MessageCode.CheckTemplate => CheckTemplate.Read(ref reader, header),
                MessageCode.TenantChanged => TenantChanged.Read(ref reader, header),
                MessageCode.DropTenant => DropTenant.Read(ref reader, header),
                MessageCode.Drain => Drain.Read(ref reader, header),
                MessageCode.AssignSlots => AssignSlots.Read(ref reader, header),
                MessageCode.HandDeliveries => HandDeliveries.Read(ref reader, header),
                MessageCode.WakeSlots => WakeSlots.Read(ref reader, header),
                MessageCode.WatchDeliveries => WatchDeliveries.Read(ref reader, header),
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

    void IIpcMessage<SupervisorMessage>.Write(ValueWriter writer)
    {
        Header.Write(writer);
        WriteFields(writer);
    }

    private protected abstract void WriteFields(ValueWriter writer);
}
