using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo.Tests;

public sealed class TenantOrderTests
{
    [Fact]
    public void Events_come_in_the_order_of_the_file_but_one_of_a_tenant_at_a_time()
    {
        var order = new TenantOrder([Event("a", 1), Event("a", 2), Event("b", 3), Event("a", 4), Event("c", 5)]);

        Take(order).ShouldBe(1);
        Take(order).ShouldBe(3);
        Take(order).ShouldBe(5);
        Take(order).ShouldBeNull();

        order.Release(new TenantId("guild", "c")).ShouldBeFalse();
        Take(order).ShouldBeNull();

        order.Release(new TenantId("guild", "a")).ShouldBeTrue();
        Take(order).ShouldBe(2);
        order.Release(new TenantId("guild", "b")).ShouldBeFalse();
        order.Release(new TenantId("guild", "a")).ShouldBeTrue();
        Take(order).ShouldBe(4);
    }

    private static DemoEvent Event(string tenant, int number) => Some.Event(tenant, key: $"{number}");

    private static int? Take(TenantOrder order) => order.TryTake(out var next) ? int.Parse(next.Key) : null;
}
