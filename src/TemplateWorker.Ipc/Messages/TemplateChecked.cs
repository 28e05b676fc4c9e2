using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers a <see cref="CheckTemplate"/>.</summary>
/// <param name="DispatchId">The id of the call.</param>
/// <param name="Subscriptions">
/// The names of the events that the template subscribes to, at most <see cref="MaxSubscriptions"/>; empty if it has a fault.
/// </param>
/// <param name="Code">
/// What runs in place of some of the template's files, by their paths; empty if it has a fault. At most <see cref="CheckTemplate.MaxFiles"/>.
/// </param>
/// <param name="Fault">Why the template cannot be published; null if it can.</param>
public sealed record TemplateChecked(
    ulong DispatchId, IReadOnlyList<string> Subscriptions, IReadOnlyDictionary<string, string> Code, TemplateFault? Fault) : WorkerMessage
{
    /// <summary>The greatest number of events that one template subscribes to.</summary>
    public const int MaxSubscriptions = 1024;

    private const int FieldCount = 4;

    private protected override MessageHeader Header => new(MessageCode.TemplateChecked, FieldCount);

    internal static TemplateChecked Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new TemplateChecked(
            reader.ReadUInt64(),
            ReadSubscriptions(ref reader),
            reader.ReadTexts(CheckTemplate.MaxFiles),
            reader.TryReadNil() ? null : TemplateFault.Read(ref reader));
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteListHeader(Subscriptions, MaxSubscriptions);
        foreach (var subscription in Subscriptions)
        {
            writer.WriteName(subscription);
        }

        writer.WriteTexts(Code, CheckTemplate.MaxFiles);
        if (Fault is null)
        {
            writer.WriteNil();
        }
        else
        {
            Fault.Write(writer);
        }
    }

    private static string[] ReadSubscriptions(ref ValueReader reader)
    {
        var subscriptions = new string[reader.ReadArrayHeader(MaxSubscriptions)];
        for (var i = 0; i < subscriptions.Length; i++)
        {
            subscriptions[i] = reader.ReadName();
        }

        return subscriptions;
    }
}

/// <summary>Why a template cannot be published.</summary>
public sealed record TemplateFault
{
    private const int FieldCount = 5;

    /// <summary>The stable name of the reason, such as <c>SyntaxError</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The details for the author of the template; cut to <see cref="FieldLimits.TextUnits"/>.</summary>
    public required string Message { get; init; }

    /// <summary>The path of the file with the fault; null if unknown.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1; null if unknown.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1; null if unknown.</summary>
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
