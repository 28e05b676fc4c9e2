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

/// <summary>
/// Reports deliveries whose attempts were committed, whatever came of them. Sent after each commit while the supervisor watches
/// (<see cref="WatchDeliveries"/>).
/// </summary>
/// <param name="Ids">At most <see cref="MaxIds"/>.</param>
public sealed record DeliveriesSettled(IReadOnlyList<long> Ids) : WorkerMessage
{
    /// <summary>The greatest number of ids in one message.</summary>
    public const int MaxIds = 1024;

    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.DeliveriesSettled, FieldCount);

    internal static DeliveriesSettled Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var ids = new long[reader.ReadArrayHeader(MaxIds)];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = reader.ReadInt64(0, long.MaxValue);
        }

        return new DeliveriesSettled(ids);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Ids, MaxIds);
        foreach (var id in Ids)
        {
            writer.WriteNumber(id);
        }
    }
}
