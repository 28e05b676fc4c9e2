using TemplateWorker.Runs.Lanes;

namespace TemplateWorker.Runs.Tests.Lanes;

/// <summary>A standby that took over without the last transactions, a restore, or a sequence that was set back.</summary>
public sealed class EarlierDatabaseTests
{
    private readonly BoardWorld _world = new();

    [Fact]
    public void What_is_accepted_under_ids_that_were_given_before_runs_in_order()
    {
        RunTo(5);
        _world.Board.ReadAnew(losses: 1);
        _world.Store(4);
        _world.Store(3);

        _world.Read();
        _world.FinishLast();
        _world.Read();

        _world.Started.ShouldBe([1, 2, 3, 4, 5, 3, 4]);
        _world.Turns.Select(turn => turn.Losses).ShouldBe([0, 0, 0, 0, 0, 1, 1]);
    }

    [Fact]
    public void What_runs_meanwhile_ends_before_its_lane_is_read_and_nothing_of_the_time_before_follows_it()
    {
        _world.Store(1);
        _world.Store(2);
        _world.Read();
        _world.Stored.Clear();
        _world.Store(1);

        _world.Board.ReadAnew(losses: 1);
        _world.Read();
        _world.Started.ShouldBe([1]);
        _world.Turns[0].PutBack();
        _world.Turns[0].Extend().ShouldBeNull();
        _world.Turns[0].End(LaneEnd.Gone.Instance, 1);
        _world.Read();

        _world.Started.ShouldBe([1, 1]);
        _world.Turns[1].Losses.ShouldBe(1);
    }

    [Fact]
    public void A_hand_over_is_taken_again_once_the_slots_were_read()
    {
        RunTo(5);
        _world.Board.ReadAnew(losses: 1);
        var handed = _world.Store(3);
        _world.Board.Hand([new PushedDelivery(handed, [])]);
        _world.Started.ShouldBe([1, 2, 3, 4, 5]);

        _world.Read();

        _world.Started.ShouldBe([1, 2, 3, 4, 5, 3]);
        _world.Board.Hand([new PushedDelivery(_world.Store(4, "b"), [])]);
        _world.Started.ShouldBe([1, 2, 3, 4, 5, 3, 4]);
    }

    [Fact]
    public void Ids_count_as_given_once_a_sweep_or_a_hand_over_named_them()
    {
        _world.LastId = 7;
        _world.Sweep();
        _world.Board.Readings.Given.ShouldBe(7);

        _world.Board.Hand([new PushedDelivery(_world.Store(9), [])]);
        _world.Board.Readings.Given.ShouldBe(9);

        _world.Board.ReadAnew(losses: 1);
        _world.Board.Readings.Given.ShouldBe(0);
    }

    [Fact]
    public void A_transaction_id_above_those_of_the_new_server_holds_the_bound_back_no_longer()
    {
        RunTo(5);
        _world.Sweep().ShouldBeTrue();
        _world.Transaction = 10;

        _world.Sweep().ShouldBeFalse("the server's transactions are behind those of the sweep before");
        _world.Board.ReadAnew(losses: 1);
        _world.Read();
        _world.Sweep().ShouldBeTrue();
        _world.Sweep().ShouldBeTrue();

        _world.Board.Readings.Bound.ShouldBe(_world.LastId);
    }

    [Fact]
    public void Ids_are_not_kept_for_ever_while_a_long_transaction_keeps_the_bound_where_it_is()
    {
        const int Many = 10_000;
        _world.Read();
        for (var id = 1; id <= Many; id++)
        {
            _world.Board.Hand([new PushedDelivery(_world.Store(id), [])]);
            _world.FinishLast();
        }

        var slot = _world.Board.Readings.SlotsToSweep()[0];
        slot.Seen.ShouldBe(Many);

        slot.Compare([], isAll: true, settled: 0).ShouldBeEmpty();

        slot.Seen.ShouldBe(0);
        _world.Board.Readings.Bound.ShouldBe(0);
    }

    private void RunTo(int last)
    {
        for (var id = 1; id <= last; id++)
        {
            _world.Store(id);
            _world.Board.Wake([BoardWorld.Guild.Slot]);
            _world.Read();
            _world.FinishLast();
        }

        _world.Sweep();
        _world.Sweep();
    }
}
