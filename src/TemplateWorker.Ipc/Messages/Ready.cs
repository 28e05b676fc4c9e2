using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says that the worker's pool and engine work, and that it takes calls from now on.</summary>
/// <param name="Engine">The script engine and its version, for people.</param>
/// <param name="ScriptThreads">How many threads run scripts; at least 1.</param>
public sealed record Ready(string Engine, int ScriptThreads) : WorkerMessage
{
    private const int FieldCount = 2;

    private protected override MessageHeader Header => new(MessageCode.Ready, FieldCount);

    internal static Ready Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Ready(reader.ReadName(), reader.ReadInt32(1, int.MaxValue));
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteName(Engine);
        writer.WriteNumber(ScriptThreads, min: 1);
    }
}
