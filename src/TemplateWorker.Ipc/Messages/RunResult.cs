using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>How one run ended.</summary>
public sealed record RunResult
{
    private const int FieldCount = 7;

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The template's version.</summary>
    public required int Version { get; init; }

    /// <summary>What the handler returned, JSON in UTF-8; empty when it returned nothing or failed. Not checked here.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Why it failed; null when it completed.</summary>
    public required RunError? Error { get; init; }

    /// <summary>How often it was run again because what it had read changed under it.</summary>
    public required int Repeats { get; init; }

    /// <summary>Time from its start to its end, repeats included.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>CPU time of its script, repeats included.</summary>
    public required TimeSpan Cpu { get; init; }

    internal static RunResult Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunResult
        {
            Template = reader.ReadName(),
            Version = reader.ReadInt32(0, int.MaxValue),
            Value = reader.ReadBytes(),
            Error = reader.TryReadNil() ? null : RunError.Read(ref reader),
            Repeats = reader.ReadInt32(0, int.MaxValue),
            Wall = reader.ReadDuration(),
            Cpu = reader.ReadDuration(),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Template);
        writer.WriteNumber(Version);
        writer.WriteBinary(Value.Span);
        if (Error is null)
        {
            writer.WriteNil();
        }
        else
        {
            Error.Write(writer);
        }

        writer.WriteNumber(Repeats);
        writer.WriteDuration(Wall);
        writer.WriteDuration(Cpu);
    }
}
