using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Lanes.Feed;
using TemplateWorker.Templates.Lanes;

namespace TemplateWorker.Tests.Templates.Lanes;

public sealed class LaneBoardTests
{
    private const int Limit = 100;

    private static readonly TenantId Guild = new("guild", "1");

    private readonly List<LaneTurn> _turns = [];
    private readonly LaneBoard _board;

    public LaneBoardTests()
    {
        _board = new LaneBoard(_turns.Add, () => { }, 1 << 20, TimeProvider.System);
        _board.Assign(1, [new SlotFence(Guild.Slot, 1)]);
    }

    private IEnumerable<long> Started => _turns.Select(turn => turn.Delivery.Id);

    [Fact]
    public void What_was_committed_late_is_not_overtaken_by_what_was_found_behind_it_in_its_slot()
    {
        ReadTail([Stored(10, "a")]);
        _board.Wake([Guild.Slot]);

        _board.TakeTails(_board.NextReading(), [Stored(12, "b")], [Place(9)], Limit);
        Started.ShouldBe([10]);
        ReadPlaces(Stored(9, "b"));
        ReadTail([Stored(12, "b")], Place(9));

        Started.ShouldBe([10, 9]);
        _turns[1].End(LaneEnd.Passed.Instance, _turns[1].Delivery.Id);
        Started.ShouldBe([10, 9, 12]);
    }

    [Fact]
    public void What_was_committed_late_is_not_overtaken_by_what_was_found_behind_it_in_its_lane()
    {
        ReadTail([Stored(10, "a")]);
        _turns[0].End(LaneEnd.Gone.Instance, _turns[0].Delivery.Id);
        _board.TakeLanes(_board.NextReading(), [Stored(20, "a")], [], limit: 1);
        Started.ShouldBe([10, 20]);

        _board.TakeLanes(_board.NextReading(), [Stored(30, "a")], [Place(9)], limit: 1);
        _turns[1].End(LaneEnd.Passed.Instance, _turns[1].Delivery.Id);
        Started.ShouldBe([10, 20]);
        ReadPlaces(Stored(9, "a"));
        _board.TakeLanes(_board.NextReading(), [Stored(30, "a")], [Place(9)], limit: 1);
        _turns[2].End(LaneEnd.Passed.Instance, _turns[2].Delivery.Id);

        Started.ShouldBe([10, 20, 9, 30]);
    }

    [Fact]
    public void What_was_committed_late_is_not_overtaken_by_what_is_handed_over()
    {
        ReadTail([Stored(10, "a")]);

        _board.Hand([new HandedDelivery(Stored(12, "b"), [9])]);
        Started.ShouldBe([10]);
        ReadTail([Stored(12, "b")], Place(9));
        ReadPlaces(Stored(9, "b"));
        ReadTail([Stored(12, "b")], Place(9));

        Started.ShouldBe([10, 9]);
    }

    [Fact]
    public void What_is_handed_over_runs_at_once_when_all_before_it_are_known()
    {
        ReadTail([Stored(10, "a")]);

        _board.Hand([new HandedDelivery(Stored(11, "b"), []), new HandedDelivery(Stored(12, "c"), [10, 11])]);

        Started.ShouldBe([10, 11, 12]);
    }

    [Fact]
    public void Deliveries_in_a_row_may_share_a_turn_and_are_over_with_it()
    {
        ReadTail([Stored(10, "a"), Stored(11, "a"), Stored(12, "a"), Stored(13, "a")]);

        _turns[0].Extend()!.Id.ShouldBe(11);
        _turns[0].Extend()!.Id.ShouldBe(12);
        _turns[0].End(LaneEnd.Passed.Instance, 12);

        Started.ShouldBe([10, 13]);
        _turns[1].Extend().ShouldBeNull();
    }

    [Fact]
    public void Of_a_turn_that_ends_with_a_failure_what_came_before_it_is_done_and_the_rest_is_read_again()
    {
        ReadTail([Stored(10, "a"), Stored(11, "a"), Stored(12, "a")]);
        _turns[0].Extend();

        _turns[0].End(new LaneEnd.Again(TimeSpan.Zero), 11);
        _board.AwakeDue();
        var (_, _, after, _) = _board.NextReading().Lanes.ShouldHaveSingleItem();

        after.ShouldBe(10);
    }

    [Fact]
    public void What_was_put_back_comes_next_in_its_order()
    {
        ReadTail([Stored(10, "a"), Stored(11, "a"), Stored(12, "a"), Stored(13, "a")]);
        _turns[0].Extend();
        _turns[0].Extend();

        _turns[0].PutBack();
        _turns[0].End(LaneEnd.Passed.Instance, 10);
        _turns[1].End(LaneEnd.Passed.Instance, 11);
        _turns[2].End(LaneEnd.Passed.Instance, 12);

        Started.ShouldBe([10, 11, 12, 13]);
    }

    [Fact]
    public void A_turn_is_not_extended_over_a_hold_or_the_loss_of_its_slot()
    {
        ReadTail([Stored(10, "a"), Stored(11, "a"), Stored(20, "b"), Stored(21, "b")]);
        _board.Wake([Guild.Slot]);
        var reading = _board.NextReading();
        _board.TakeHolds(reading, [new LaneHold(Guild.Slot, new LaneName(Guild, "a"))]);

        _turns[0].Extend().ShouldBeNull();
        _board.Assign(2, []);
        _turns[1].Extend().ShouldBeNull();
    }

    private void ReadTail(IReadOnlyList<Delivery> found, params DeliveryPlace[] passed) =>
        _board.TakeTails(_board.NextReading(), found, passed, Limit);

    private void ReadPlaces(Delivery late)
    {
        var reading = _board.NextReading();
        reading.Places.Select(missed => missed.Place).ShouldBe([Place(late.Id)]);
        _board.TakePlaces(reading, [late]);
        _board.ReadingFailed(reading with { Places = [] });
    }

    private static DeliveryPlace Place(long id) => new(Guild.Slot, id);

    private static Delivery Stored(long id, string template) => new()
    {
        Id = id,
        Tenant = Guild,
        Template = template,
        EventId = Guid.NewGuid(),
        EventName = "message",
        DataJson = "{}",
        Attempt = 0,
        Deaths = 0,
        Hops = 0,
        Wait = TimeSpan.Zero,
    };
}
