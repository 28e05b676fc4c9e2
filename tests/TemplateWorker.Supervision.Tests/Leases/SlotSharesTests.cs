using TemplateWorker.Supervision.Leases;

namespace TemplateWorker.Supervision.Tests.Leases;

public sealed class SlotSharesTests
{
    private static readonly Guid[] Supervisors = [.. Enumerable.Range(1, 5).Select(number => new Guid(number, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]))];

    [Fact]
    public void One_alone_has_all() => SlotShares.Of(Supervisors[0], []).Count.ShouldBe(TenantId.SlotCount);

    [Fact]
    public void Every_slot_is_in_one_share_whoever_looks_and_in_whatever_order_it_sees_the_others()
    {
        var shares = Supervisors.Select(own => SlotShares.Of(own, Supervisors.Where(other => other != own).Reverse())).ToArray();

        shares.SelectMany(share => share).Order().ShouldBe(Enumerable.Range(0, TenantId.SlotCount));
        shares.ShouldAllBe(share => share.Count > TenantId.SlotCount / 10);
        SlotShares.Of(Supervisors[0], Supervisors[1..]).ShouldBe(shares[0], ignoreOrder: true);
    }

    [Fact]
    public void One_more_takes_only_its_share_and_moves_nothing_between_the_others()
    {
        for (var own = 0; own < 4; own++)
        {
            var before = SlotShares.Of(Supervisors[own], Supervisors[..4].Where((_, i) => i != own));
            var after = SlotShares.Of(Supervisors[own], Supervisors.Where((_, i) => i != own));
            after.IsSubsetOf(before).ShouldBeTrue();
            before.Except(after).ShouldBeSubsetOf(SlotShares.Of(Supervisors[4], Supervisors[..4]));
        }
    }
}
