using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Why a template cannot be published.</summary>
public sealed record TemplateFault
{
    private const int FieldCount = 5;

    /// <summary>The stable name of the reason, such as <c>SyntaxError</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>For the template's author. Cut to <see cref="MessageLimits.TextUnits"/>.</summary>
    public required string Message { get; init; }

    /// <summary>The file at fault, if known.</summary>
    public string? File { get; init; }

    /// <summary>The line in it, from 1, if known.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1, if known.</summary>
    public int? Column { get; init; }

    internal static TemplateFault Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new TemplateFault
        {
            Reason = reader.ReadName(),
            Message = reader.ReadText(),
            File = reader.ReadNullableName(),
            Line = reader.ReadNullableInt32(0, int.MaxValue),
            Column = reader.ReadNullableInt32(0, int.MaxValue),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Reason);
        writer.WriteText(Message);
        writer.WriteNullableName(File);
        writer.WriteNullableNumber(Line);
        writer.WriteNullableNumber(Column);
    }
}
