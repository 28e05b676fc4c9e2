using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that the worker's database pool and script engine work and that it accepts calls.</summary>
/// <param name="Engine">The name and version of the script engine, for people; at most <see cref="FieldLimits.NameBytes"/>.</param>
/// <param name="ScriptThreads">The number of threads that run scripts; at least 1.</param>
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
