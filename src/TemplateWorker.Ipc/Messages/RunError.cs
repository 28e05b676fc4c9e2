using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Why a run failed.</summary>
/// <param name="Reason">The stable name of the reason, such as <c>TimeLimit</c>.</param>
/// <param name="Message">For the template's author. Cut to <see cref="MessageLimits.TextUnits"/>.</param>
/// <param name="Stack">Where in the template, if known. Cut to <see cref="MessageLimits.TextUnits"/>.</param>
public sealed record RunError(string Reason, string Message, string? Stack)
{
    private const int FieldCount = 3;

    internal static RunError Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunError(reader.ReadName(), reader.ReadText(), reader.ReadNullableText());
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Reason);
        writer.WriteText(Message);
        writer.WriteText(Stack);
    }
}
