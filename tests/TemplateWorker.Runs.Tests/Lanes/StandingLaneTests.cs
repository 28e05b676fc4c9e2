using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Tests.Lanes;

public sealed class StandingLaneTests
{
    private readonly BoardWorld _world = new();

    [Fact]
    public void A_ban_that_was_lifted_before_its_run_ended_leaves_no_lane_standing()
    {
        _world.Store(1);
        _world.Read();
        _world.Board.NoteChanged(BoardWorld.Guild);

        _world.Turns[0].End(LaneEnd.Banned.Instance, 1);
        _world.Read();

        _world.Started.ShouldBe([1, 1]);
    }

    [Fact]
    public void A_banned_tenant_waits_and_the_end_of_its_ban_is_found_without_being_told()
    {
        _world.Store(1);
        _world.Banned.Add(BoardWorld.Guild);
        _world.Read();
        _world.Turns[0].End(LaneEnd.Banned.Instance, 1);
        _world.Read();
        _world.Started.ShouldBe([1]);

        _world.Banned.Clear();
        _world.Board.Readings.WantHolds(all: false);
        _world.Read();

        _world.Started.ShouldBe([1, 1]);
    }

    [Fact]
    public void A_lane_whose_first_delivery_was_dropped_while_it_waited_goes_on_with_the_next()
    {
        _world.Store(1);
        _world.Store(2);
        _world.Read();
        _world.Turns[0].End(new LaneEnd.Retry(TimeSpan.FromHours(1)) { IsStored = true }, 1);

        _world.Stored.RemoveAll(stored => stored.Id == 1);
        _world.Board.Wake([BoardWorld.Guild.Slot]);
        _world.Read();

        _world.Started.ShouldBe([1, 2]);
    }

    [Fact]
    public void A_wait_that_the_database_knows_nothing_of_is_not_cut_short_by_a_wake_up()
    {
        _world.Store(1);
        _world.Read();
        _world.Turns[0].End(new LaneEnd.Retry(TimeSpan.FromMinutes(1)), 1);

        _world.Board.Wake([BoardWorld.Guild.Slot]);
        _world.Read();
        _world.Started.ShouldBe([1]);

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Board.ResumeDue();
        _world.Read();
        _world.Started.ShouldBe([1, 1]);
    }

    [Fact]
    public void A_lane_whose_reading_never_came_back_is_found_after_five_looks_and_read_again()
    {
        _world.Store(1);
        _world.Read();
        _world.Turns[0].End(LaneEnd.Gone.Instance, 1);
        _world.Board.Readings.Next().Lanes.Count.ShouldBe(1, "the reading that gets lost");

        for (var look = 1; look < 5; look++)
        {
            _world.Board.ResumeStalled().ShouldBeEmpty();
        }

        _world.Board.ResumeStalled().ShouldBe([new LaneName(BoardWorld.Guild, "a")]);
        _world.Read();
        _world.Started.ShouldBe([1, 1]);
        _world.Board.ResumeStalled().ShouldBeEmpty();
    }

    [Fact]
    public void A_lane_that_runs_waits_is_held_or_is_about_to_be_read_does_not_stand_still()
    {
        foreach (var (id, template) in new[] { (1, "runs"), (2, "waits"), (3, "held"), (4, "unread") })
        {
            _world.Store(id, template);
        }

        _world.Read();
        _world.Turns[1].End(new LaneEnd.Retry(TimeSpan.FromMinutes(1)), 2);
        _world.Turns[2].End(LaneEnd.Parked.Instance, 3);
        _world.Turns[3].End(LaneEnd.Gone.Instance, 4);

        Enumerable.Range(0, 20).SelectMany(_ => _world.Board.ResumeStalled()).ShouldBeEmpty();
    }

    [Fact]
    public void A_lane_that_was_not_resumed_when_it_was_due_is_found()
    {
        _world.Store(1);
        _world.Read();
        _world.Turns[0].End(new LaneEnd.Retry(TimeSpan.FromSeconds(1)), 1);
        _world.Time.Advance(TimeSpan.FromSeconds(2));

        Enumerable.Range(0, 5).SelectMany(_ => _world.Board.ResumeStalled()).ShouldBe([new LaneName(BoardWorld.Guild, "a")]);
        _world.Read();

        _world.Started.ShouldBe([1, 1]);
    }
}
