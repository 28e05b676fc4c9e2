using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says how far the worker has read the lanes of its slots, so that what is handed to it can say what is before it.</summary>
/// <param name="Bound">Every delivery of its slots up to this id is known to it, or gone. Falls back to 0 when it gets new slots.</param>
public sealed record LanesRead(long Bound) : WorkerMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.LanesRead, FieldCount);

    internal static LanesRead Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new LanesRead(reader.ReadInt64(0, long.MaxValue));
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteNumber(Bound);
}
