using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Cancels a <see cref="Dispatch"/> or a <see cref="CheckTemplate"/>. The worker still answers it, and finishes a commit that
/// has begun. It ignores an id that it does not know or has answered.
/// </summary>
/// <param name="DispatchId">The id of the call.</param>
public sealed record Cancel(ulong DispatchId) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.Cancel, FieldCount);

    internal static Cancel Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Cancel(reader.ReadUInt64());
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteInteger(DispatchId);
}
