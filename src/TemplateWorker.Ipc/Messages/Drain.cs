using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to accept no more work, finish what it has, send <see cref="Goodbye"/> and exit.</summary>
/// <param name="Timeout">How long the accepted work may take. After that the worker cancels the rest.</param>
public sealed record Drain(TimeSpan Timeout) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.Drain, FieldCount);

    internal static Drain Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Drain(reader.ReadDuration());
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteDuration(Timeout);
}
