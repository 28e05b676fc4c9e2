using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Hands over deliveries that were just stored. A worker that does not have the slot, or not what is before them in their
/// lanes, leaves them: it reads them from the database when their turn comes.
/// </summary>
/// <param name="Deliveries">At most <see cref="MessageLimits.Handed"/>, in the order of their ids.</param>
public sealed record HandDeliveries(IReadOnlyList<HandedDelivery> Deliveries) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.HandDeliveries, FieldCount);

    internal static HandDeliveries Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var deliveries = new HandedDelivery[reader.ReadArrayHeader(MessageLimits.Handed)];
        for (var i = 0; i < deliveries.Length; i++)
        {
            deliveries[i] = HandedDelivery.Read(ref reader);
        }

        return new HandDeliveries(deliveries);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Deliveries, MessageLimits.Handed);
        foreach (var delivery in Deliveries)
        {
            delivery.Write(writer);
        }
    }
}
