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
