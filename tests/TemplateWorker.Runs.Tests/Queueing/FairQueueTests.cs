using TemplateWorker.Runs.Queueing;

namespace TemplateWorker.Runs.Tests.Queueing;

public sealed class FairQueueTests
{
    [Fact]
    public void Turns_follow_the_time_used_not_the_order_of_arrival()
    {
        var queue = new FairQueue<Share>();
        var hog = new Share("hog");
        var modest = new Share("modest");
        var turns = new List<string>();
        queue.Add(hog);
        queue.Add(modest);
        for (var i = 0; i < 12; i++)
        {
            queue.TryTake(out var next).ShouldBeTrue();
            turns.Add(next.Name);
            next.VirtualTime += next == hog ? 1_000 : 100;
            queue.Add(next);
        }

        turns.Count(name => name == "modest").ShouldBe(10);
    }

    [Fact]
    public void Equals_take_turns_in_the_order_of_arrival()
    {
        var queue = new FairQueue<Share>();
        var names = new[] { "a", "b", "c" };
        foreach (var name in names)
        {
            queue.Add(new Share(name));
        }

        var taken = new List<string>();
        while (queue.TryTake(out var next))
        {
            taken.Add(next.Name);
        }

        taken.ShouldBe(names);
    }

    [Fact]
    public void One_that_was_away_does_not_save_its_idleness_up()
    {
        var queue = new FairQueue<Share>();
        var busy = new Share("busy") { VirtualTime = 1_000_000 };
        queue.Add(busy);
        queue.TryTake(out _);
        var back = new Share("back");
        queue.Add(back);

        back.VirtualTime.ShouldBe(1_000_000);
    }

    [Fact]
    public void One_that_moves_keeps_its_lag_and_not_its_time()
    {
        var old = new FairQueue<Share>();
        var hog = new Share("hog") { VirtualTime = 600_000_000 };
        var moving = new Share("moving") { VirtualTime = 600_000_500 };
        old.Add(hog);
        old.Add(moving);
        old.TryTake(out _);
        old.TryRemove(out var removed, out var lag).ShouldBeTrue();
        (removed, lag).ShouldBe((moving, 500));

        var busy = new FairQueue<Share>();
        var others = Enumerable.Range(0, 10).Select(i => new Share($"{i}") { VirtualTime = 60_000_000 }).ToArray();
        Array.ForEach(others, busy.Add);
        busy.TryTake(out var served);
        busy.Add(moving, lag);

        moving.VirtualTime.ShouldBe(60_000_500);
        served.VirtualTime += 1_000;
        busy.Add(served);
        Enumerable.Range(0, 10).Select(_ => busy.TryTake(out var next) ? next.Name : "").ShouldContain("moving");
    }

    [Fact]
    public void One_that_is_taken_away_does_not_count_as_served()
    {
        var queue = new FairQueue<Share>();
        queue.Add(new Share("away") { VirtualTime = 900 });
        queue.TryRemove(out _, out _).ShouldBeTrue();

        var next = new Share("next");
        queue.Add(next);

        next.VirtualTime.ShouldBe(0);
        queue.TryRemove(out _, out _).ShouldBeTrue();
        queue.TryRemove(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void An_empty_queue_gives_nothing()
    {
        new FairQueue<Share>().TryTake(out _).ShouldBeFalse();
    }

    private sealed class Share(string name) : IFairShare
    {
        public string Name { get; } = name;

        public long VirtualTime { get; set; }
    }
}
