using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Asks the worker to give up a <see cref="Dispatch"/> or a <see cref="CheckTemplate"/>, which it still answers. What is
/// past its point of no return is finished; an id that is not known (any more) is ignored.
/// </summary>
/// <param name="DispatchId">The call's id.</param>
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
