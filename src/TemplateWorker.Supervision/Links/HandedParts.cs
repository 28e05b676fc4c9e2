using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Links;

/// <summary>Splits a list of deliveries into messages. Pure.</summary>
internal static class HandedParts
{
    /// <summary>Payload, in bytes, at which a message is complete; well below the maximum frame length.</summary>
    public const int Bytes = 4 << 20;

    public static IEnumerable<HandDeliveries> Of(IEnumerable<HandedDelivery> deliveries)
    {
        List<HandedDelivery> part = [];
        var bytes = 0;
        foreach (var delivery in deliveries)
        {
            part.Add(delivery);
            bytes += delivery.Data.Length;
            if (part.Count == HandDeliveries.MaxDeliveries || bytes >= Bytes)
            {
                yield return new HandDeliveries(part);
                part = [];
                bytes = 0;
            }
        }

        if (part.Count > 0)
        {
            yield return new HandDeliveries(part);
        }
    }
}
