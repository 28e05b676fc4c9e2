using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers an <see cref="AssignSlots"/>: nothing of a slot outside its list runs any more, nor is any of it being committed.</summary>
/// <param name="Epoch">The assignment's; those before it are answered with it.</param>
public sealed record SlotsReleased(ulong Epoch) : WorkerMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.SlotsReleased, FieldCount);

    internal static SlotsReleased Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new SlotsReleased(reader.ReadUInt64());
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteInteger(Epoch);
}
