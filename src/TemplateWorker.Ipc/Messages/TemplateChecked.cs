using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers a <see cref="CheckTemplate"/>.</summary>
/// <param name="DispatchId">The call's id.</param>
/// <param name="Subscriptions">The events it subscribes to, at most <see cref="MessageLimits.Subscriptions"/>; empty when it is at fault.</param>
/// <param name="Fault">Why the template cannot be published; null when it can.</param>
public sealed record TemplateChecked(ulong DispatchId, IReadOnlyList<string> Subscriptions, TemplateFault? Fault) : WorkerMessage
{
    private const int FieldCount = 3;

    private protected override MessageHeader Header => new(MessageCode.TemplateChecked, FieldCount);

    internal static TemplateChecked Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new TemplateChecked(
            reader.ReadUInt64(), ReadSubscriptions(ref reader), reader.TryReadNil() ? null : TemplateFault.Read(ref reader));
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteListHeader(Subscriptions, MessageLimits.Subscriptions);
        foreach (var subscription in Subscriptions)
        {
            writer.WriteName(subscription);
        }

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
        var subscriptions = new string[reader.ReadArrayHeader(MessageLimits.Subscriptions)];
        for (var i = 0; i < subscriptions.Length; i++)
        {
            subscriptions[i] = reader.ReadName();
        }

        return subscriptions;
    }
}
