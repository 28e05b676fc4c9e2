using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Tests.Slots;

public sealed class SlotMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void Every_slot_has_a_worker_and_every_worker_about_its_share(int workers)
    {
        var map = new SlotMap(workers);

        var shares = Enumerable.Range(0, workers).Select(worker => SlotsOf(map, worker)).ToArray();
        shares.Sum().ShouldBe(TenantId.SlotCount);
        shares.ShouldAllBe(share => share > TenantId.SlotCount / workers * 0.6 && share < (TenantId.SlotCount / workers * 1.4) + 1);
    }

    [Fact]
    public void One_worker_more_moves_only_its_share_and_nothing_between_the_others()
    {
        var before = new SlotMap(4);
        var after = new SlotMap(5);

        var moved = Enumerable.Range(0, TenantId.SlotCount).Where(slot => before.WorkerOf(slot) != after.WorkerOf(slot)).ToArray();
        moved.ShouldAllBe(slot => after.WorkerOf(slot) == 4);
        moved.Length.ShouldBe(SlotsOf(after, 4));
    }

    [Fact]
    public void A_tenant_goes_where_its_slot_is()
    {
        var map = new SlotMap(3);
        var tenant = new TenantId("guild", "1234");

        map.WorkerOf(tenant).ShouldBe(map.WorkerOf(tenant.Slot));
    }

    private static int SlotsOf(SlotMap map, int worker) => Enumerable.Range(0, TenantId.SlotCount).Count(slot => map.WorkerOf(slot) == worker);
}
