using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;

namespace TemplateWorker.Supervision.Tests.Links;

public sealed class HandedPartsTests
{
    [Fact]
    public void A_message_holds_no_more_deliveries_than_the_protocol_allows()
    {
        var parts = HandedParts.Of(Enumerable.Range(0, HandDeliveries.MaxDeliveries + 1).Select(id => Handed(id, bytes: 1))).ToArray();

        parts.Select(part => part.Deliveries.Count).ShouldBe([HandDeliveries.MaxDeliveries, 1]);
        parts.SelectMany(part => part.Deliveries).Select(delivery => delivery.Id).ShouldBeInOrder();
    }

    [Fact]
    public void A_message_is_closed_when_it_holds_enough_bytes() =>
        HandedParts.Of(Enumerable.Range(0, 5).Select(id => Handed(id, HandedParts.Bytes / 2)))
            .Select(part => part.Deliveries.Count).ShouldBe([2, 2, 1]);

    [Fact]
    public void Nothing_makes_no_message() => HandedParts.Of([]).ShouldBeEmpty();

    private static HandedDelivery Handed(int id, int bytes) => new()
    {
        Id = id,
        Tenant = "guild:1",
        Template = "greeter",
        EventId = Guid.Empty,
        EventName = "message",
        Data = new byte[bytes],
        Hops = 0,
        Trace = null,
        Priors = [],
    };
}
