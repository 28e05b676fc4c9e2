using TemplateWorker.Runs.Queueing;

namespace TemplateWorker.Runs.Tests.Queueing;

public sealed class TurnTableTests
{
    [Fact]
    public void No_more_entries_run_than_there_are_slots()
    {
        var table = new TurnTable<Share>(slots: 2);
        foreach (var name in new[] { "a", "b", "c" })
        {
            table.Add(new Share(name), isLong: false);
        }

        Take(table).ShouldBe("a");
        Take(table).ShouldBe("b");
        Take(table).ShouldBeNull();
        table.Waiting.ShouldBe(1);
        table.Release(isLong: false);
        Take(table).ShouldBe("c");
    }

    [Fact]
    public void Who_has_used_least_comes_first()
    {
        var table = new TurnTable<Share>(slots: 1);
        table.Add(new Share("hog") { VirtualTime = 900 }, isLong: false);
        table.Add(new Share("modest") { VirtualTime = 100 }, isLong: false);

        Take(table).ShouldBe("modest");
    }

    [Fact]
    public void Who_was_away_has_not_saved_time_up()
    {
        var table = new TurnTable<Share>(slots: 3);
        table.Add(new Share("present") { VirtualTime = 500 }, isLong: false);
        Take(table);
        var back = new Share("back") { VirtualTime = 3 };

        table.Add(back, isLong: false);

        back.VirtualTime.ShouldBe(500);
    }

    [Fact]
    public void Long_entries_leave_one_slot_to_short_ones()
    {
        var table = new TurnTable<Share>(slots: 2);
        table.Add(new Share("long-1"), isLong: true);
        table.Add(new Share("long-2"), isLong: true);
        Take(table).ShouldBe("long-1");
        Take(table).ShouldBeNull();

        table.Add(new Share("short") { VirtualTime = 1_000_000 }, isLong: false);

        Take(table).ShouldBe("short");
    }

    [Fact]
    public void With_one_slot_long_entries_have_it_in_turn_with_short_ones()
    {
        var table = new TurnTable<Share>(slots: 1);
        table.Add(new Share("long"), isLong: true);
        Take(table).ShouldBe("long");
        table.MustYield(20).ShouldBeFalse("no entry waits");

        table.Add(new Share("short"), isLong: false);

        table.MustYield(20).ShouldBeTrue();
        table.Release(isLong: true);
        Take(table).ShouldBe("short");
    }

    [Theory]
    [InlineData(100, 50, true)]
    [InlineData(100, 200, false)]
    public void A_long_entry_yields_to_one_that_has_used_less(long used, long waiting, bool yields)
    {
        var table = new TurnTable<Share>(slots: 2);
        table.Add(new Share("running"), isLong: true);
        Take(table);
        table.Add(new Share("waiting") { VirtualTime = waiting }, isLong: true);

        table.MustYield(used).ShouldBe(yields);
    }

    [Fact]
    public void One_long_entry_too_many_yields_to_a_short_one_whatever_that_has_used()
    {
        var table = new TurnTable<Share>(slots: 2);
        table.Add(new Share("a"), isLong: false);
        table.Add(new Share("b"), isLong: false);
        Take(table);
        Take(table);
        table.NoteLong();
        table.NoteLong();
        table.MustYield(0).ShouldBeFalse("no entry waits");

        table.Add(new Share("short") { VirtualTime = 1_000_000 }, isLong: false);

        table.MustYield(0).ShouldBeTrue();
    }

    [Fact]
    public void A_stuck_entry_gives_its_slot_to_another()
    {
        var table = new TurnTable<Share>(slots: 1);
        table.Add(new Share("stuck"), isLong: false);
        Take(table);
        table.Add(new Share("next"), isLong: false);
        Take(table).ShouldBeNull();

        table.Stuck = 1;

        Take(table).ShouldBe("next");
    }

    [Fact]
    public void Fifty_that_compute_for_ever_and_one_that_asks_for_little_share_fairly()
    {
        const int slice = 20;
        var table = new TurnTable<Share>(slots: 2);
        for (var hog = 0; hog < 50; hog++)
        {
            table.Add(new Share($"hog-{hog}"), isLong: true);
        }

        var delays = new List<int>();
        for (var round = 0; round < 100; round++)
        {
            table.Add(new Share("modest"), isLong: false);
            var delay = 0;
            while (table.TryTake(out var taken, out var isLong))
            {
                table.Release(isLong);
                if (taken.Name == "modest")
                {
                    break;
                }

                taken.VirtualTime += slice;
                table.Add(taken, isLong: true);
                delay += slice;
            }

            delays.Add(delay);
        }

        delays.ShouldAllBe(delay => delay == 0, "it has used less than each of the others");
    }

    private static string? Take(TurnTable<Share> table) => table.TryTake(out var entry, out _) ? entry.Name : null;

    private sealed record Share(string Name) : IFairShare
    {
        public long VirtualTime { get; set; }
    }
}
