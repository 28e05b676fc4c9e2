using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// Brings stored deliveries to their workers: to workers of this supervisor by a message, so that they need not read the
/// database; the supervisors of other slots are woken. Never waits. Thread-safe.
/// </summary>
/// <param name="router">The workers of this supervisor.</param>
/// <param name="waker">Wakes the other supervisors.</param>
internal sealed class DeliveryHandover(IDeliveryRouter router, SlotWaker waker)
{
    /// <summary>Payload that one call hands over, in characters; workers read the remaining deliveries from the database.</summary>
    private const int MaxHandedLength = 4 << 20;

    /// <inheritdoc cref="IDeliveryRouter.LanesRead"/>
    public long LanesRead => router.LanesRead;

    /// <inheritdoc cref="IDeliveryRouter.Holds"/>
    public bool Holds(int slot) => router.Holds(slot);

    /// <summary>Hands over the deliveries of accepted events.</summary>
    /// <param name="events">The events as they were stored.</param>
    /// <param name="outcomes">What became of each event, in the same order.</param>
    public void HandOver(IReadOnlyList<NewEvent> events, IReadOnlyList<AcceptOutcome> outcomes)
    {
        List<(int Slot, HandedDelivery Delivery)> handed = [];
        HashSet<int> elsewhere = [];
        HashSet<int> unhanded = [];
        var length = 0L;
        for (var i = 0; i < events.Count; i++)
        {
            if (outcomes[i] is not AcceptOutcome.Accepted { Ready.Count: > 0 } accepted)
            {
                continue;
            }

            var slot = events[i].Tenant.Slot;
            length += (long)events[i].Data.Length * accepted.Ready.Count;
            if (!events[i].WantsPriors || !router.Holds(slot))
            {
                elsewhere.Add(slot);
            }
            else if (length > MaxHandedLength || handed.Count >= HandDeliveries.MaxDeliveries || accepted.Ready.Any(delivery => delivery.Priors is null))
            {
                unhanded.Add(slot);
            }
            else
            {
                handed.AddRange(accepted.Ready.Select(delivery => (slot, ToHanded(events[i], accepted.EventId, delivery))));
            }
        }

        if (handed.Count > 0)
        {
            router.Hand(handed);
        }

        if (unhanded.Count > 0)
        {
            router.Wake(unhanded);
        }

        waker.Wake(elsewhere);
    }

    private static HandedDelivery ToHanded(NewEvent given, Guid eventId, AcceptedDelivery delivery) => new()
    {
        Id = delivery.Id,
        Tenant = given.Tenant.ToString(),
        Template = delivery.Template,
        EventId = eventId,
        EventName = given.Name,
        Data = given.Data,
        Hops = given.Hops,
        Trace = given.Trace?.Text,
        Priors = delivery.Priors!,
    };
}
