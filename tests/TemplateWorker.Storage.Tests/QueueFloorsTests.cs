using Microsoft.Extensions.Time.Testing;

namespace TemplateWorker.Storage.Tests;

public sealed class QueueFloorsTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private readonly FakeTimeProvider _time = new();
    private long _losses;

    [Fact]
    public void A_count_begins_where_the_last_one_found_the_first_delivery_and_once_a_minute_at_the_beginning()
    {
        var floors = Floors();
        floors.Of(Tenant).ShouldBe(0);

        floors.Note(Tenant, 41);
        _time.Advance(QueueFloors.FullInterval / 2);
        floors.Note(Tenant, 43);
        floors.Of(Tenant).ShouldBe(43);
        floors.Of(new TenantId("guild", "2")).ShouldBe(0);

        // The floor has moved, but a row below the first one has had a minute to appear.
        _time.Advance(QueueFloors.FullInterval / 2);
        floors.Of(Tenant).ShouldBe(0);
        floors.Note(Tenant, 40);
        floors.Of(Tenant).ShouldBe(40);
    }

    [Fact]
    public void After_a_lost_connection_nothing_is_known_because_the_server_may_give_ids_again()
    {
        var floors = Floors();
        floors.Note(Tenant, 41);

        _losses++;

        floors.Of(Tenant).ShouldBe(0);
    }

    [Fact]
    public void The_tenants_that_are_remembered_are_bounded()
    {
        var floors = Floors();
        for (var number = 0; number <= QueueFloors.Most; number++)
        {
            floors.Note(new TenantId("guild", $"{number}"), 1);
        }

        floors.Of(new TenantId("guild", "0")).ShouldBe(0);
        floors.Of(new TenantId("guild", $"{QueueFloors.Most}")).ShouldBe(1);
    }

    private QueueFloors Floors() => new(_time, () => _losses);
}
