using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that commits of the worker have stored actions, so that the supervisor looks for them at once.</summary>
public sealed record ActionsSent : WorkerMessage
{
    private const int FieldCount = 0;

    private protected override MessageHeader Header => new(MessageCode.ActionsSent, FieldCount);

    internal static ActionsSent Read(MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new ActionsSent();
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        // It has none.
    }
}
