using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Storage.Tests.Rates;

public sealed class RecentUsesTests
{
    [Fact]
    public void Who_has_used_nothing_has_no_entry()
    {
        var uses = new RecentUses<int, Use>();

        uses.Find(1).ShouldBeNull();
        uses.Of(1, TimeSpan.Zero).ShouldBeSameAs(uses.Find(1));
        uses.Count.ShouldBe(1);
    }

    [Fact]
    public void Of_many_that_come_and_go_few_entries_are_kept()
    {
        var uses = new RecentUses<int, Use>();
        for (var user = 0; user < 100_000; user++)
        {
            uses.Of(user, TimeSpan.FromSeconds(user)).OverAt = TimeSpan.FromSeconds(user + 10);
        }

        uses.Count.ShouldBeLessThanOrEqualTo(RecentUses<int, Use>.Least);
        uses.All.ShouldContain(entry => entry.Key == 99_999);
    }

    [Fact]
    public void A_use_that_is_not_over_is_kept()
    {
        var uses = new RecentUses<int, Use>();
        for (var user = 0; user < 10_000; user++)
        {
            uses.Of(user, TimeSpan.FromSeconds(1)).OverAt = TimeSpan.FromSeconds(user % 2 == 0 ? 0 : 100);
        }

        Enumerable.Range(0, 10_000).Where(user => user % 2 == 1).ShouldAllBe(user => uses.Find(user) != null);
        uses.Count.ShouldBeLessThan(10_000);
    }

    [Fact]
    public void The_operator_is_told_once_a_minute()
    {
        var use = new Use();

        use.TryTell(TimeSpan.FromSeconds(7)).ShouldBeTrue();
        use.TryTell(TimeSpan.FromSeconds(66)).ShouldBeFalse();
        use.TryTell(TimeSpan.FromSeconds(67)).ShouldBeTrue();
        use.TryTell(TimeSpan.FromSeconds(68)).ShouldBeFalse();
    }

    private sealed class Use : RateUse
    {
        public TimeSpan OverAt { get; set; } = TimeSpan.MaxValue;

        public override bool IsOver(TimeSpan now) => OverAt <= now;
    }
}
