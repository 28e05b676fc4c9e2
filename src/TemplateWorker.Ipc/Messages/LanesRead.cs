using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Reports how far the worker has read the lanes of its slots. <see cref="HandedDelivery.Priors"/> begin behind this bound.
/// </summary>
/// <param name="Bound">The worker knows every delivery of its slots up to this id that still exists. 0 after it has got new slots.</param>
public sealed record LanesRead(long Bound) : WorkerMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.LanesRead, FieldCount);

    internal static LanesRead Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new LanesRead(reader.ReadInt64(0, long.MaxValue));
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteNumber(Bound);
}

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
