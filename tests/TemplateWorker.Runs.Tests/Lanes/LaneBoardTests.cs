using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Feeding;

namespace TemplateWorker.Runs.Tests.Lanes;

public sealed class LaneBoardTests
{
    private const int Limit = 100;
    private const int Memory = 1 << 20;
    private const int LargeLength = 20_000;

    private static readonly TenantId Guild = new("guild", "1");
    private static readonly TenantEvent Message = new(Guid.NewGuid(), "message", "{}"u8.ToArray(), Hops: 0);

    private readonly List<LaneTurn> _turns = [];
    private readonly FakeTimeProvider _time = new();
    private readonly LaneBoard _board;
    private int _told;

    public LaneBoardTests()
    {
        _board = new LaneBoard(_turns.Add, () => _told++, Memory, _time);
        _board.Assign(1, [new SlotFence(Guild.Slot, 1)]);
    }

    private IEnumerable<long> Started => _turns.Select(turn => turn.Delivery.Id);

    [Fact]
    public void What_was_committed_late_is_not_overtaken_by_what_was_found_behind_it_in_its_slot()
    {
        ReadTail([Stored(10, "a")]);
        _board.Wake([Guild.Slot]);

        _board.Readings.TakeTails(_board.Readings.Next(), Found([Stored(12, "b")]), [Place(9)], Limit);
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
        _board.Readings.TakeLanes(_board.Readings.Next(), Found([Stored(20, "a")], isCut: true), []);
        Started.ShouldBe([10, 20]);

        _board.Readings.TakeLanes(_board.Readings.Next(), Found([Stored(30, "a")], isCut: true), [Place(9)]);
        _turns[1].End(LaneEnd.Passed.Instance, _turns[1].Delivery.Id);
        Started.ShouldBe([10, 20]);
        ReadPlaces(Stored(9, "a"));
        _board.Readings.TakeLanes(_board.Readings.Next(), Found([Stored(30, "a")], isCut: true), [Place(9)]);
        _turns[2].End(LaneEnd.Passed.Instance, _turns[2].Delivery.Id);

        Started.ShouldBe([10, 20, 9, 30]);
    }

    [Fact]
    public void What_was_overlooked_comes_into_its_lane_in_order_whenever_it_was_noted()
    {
        ReadTail([Stored(20, "a")]);
        var swept = _board.Readings.SlotsToSweep();
        for (var first = 10; first > 1; first--)
        {
            LaneSweep Sweep(params int[] ids) => new() { LastId = 20, OldestTransaction = 1, Transaction = 1, Places = [.. ids.Select(id => Place(id))] };
            _board.Readings.TakeSweep(swept, Sweep(first), Limit);
        }

        var reading = _board.Readings.Next();
        reading.Places.Select(missed => missed.Place.Id).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9, 10]);
        _board.Readings.TakePlaces(reading, Found([Stored(3, "b"), Stored(4, "b"), Stored(2, "b")], isCut: true));
        Started.ShouldBe([20, 2]);
        _board.Readings.Next().Places.Select(missed => missed.Place.Id).ShouldBe([5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public void What_was_overlooked_twice_is_read_once()
    {
        ReadTail([Stored(10, "a")]);
        var swept = _board.Readings.SlotsToSweep();
        var sweep = new LaneSweep { LastId = 10, OldestTransaction = 1, Transaction = 1, Places = [Place(9)] };

        _board.Readings.TakeSweep(swept, sweep, Limit);
        _board.Readings.TakeSweep(swept, sweep, Limit);
        ReadPlaces(Stored(9, "b"));

        Started.ShouldBe([10, 9]);
    }

    [Fact]
    public void What_was_committed_late_is_not_overtaken_by_what_is_handed_over()
    {
        ReadTail([Stored(10, "a")]);

        _board.Hand([new PushedDelivery(Stored(12, "b"), [9])]);
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

        _board.Hand([new PushedDelivery(Stored(11, "b"), []), new PushedDelivery(Stored(12, "c"), [10, 11])]);

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

        _turns[0].End(new LaneEnd.Retry(TimeSpan.Zero), 11);
        _board.ResumeDue();
        var (_, _, after, _, _) = _board.Readings.Next().Lanes.ShouldHaveSingleItem();

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
        var reading = _board.Readings.Next();
        _board.Readings.TakeHolds(reading, [new LaneHold(Guild.Slot, new LaneName(Guild, "a"))]);

        _turns[0].Extend().ShouldBeNull();
        _board.Assign(2, []);
        _turns[1].Extend().ShouldBeNull();
    }

    [Fact]
    public void A_time_that_was_noted_for_a_lane_does_not_forget_another_one_that_has_its_name_by_now()
    {
        ReadTail([Stored(10, "a")]);
        _turns[0].End(new LaneEnd.Retry(TimeSpan.FromHours(1)), 10);
        Hold("a");
        Hold();
        ReadLane(Stored(10, "a"));
        _turns[1].End(LaneEnd.Passed.Instance, 10);

        _board.Hand([new PushedDelivery(Stored(11, "a"), [10])]);
        _time.Advance(TimeSpan.FromHours(1));
        _board.ResumeDue();
        _board.Hand([new PushedDelivery(Stored(12, "a"), [11])]);

        Started.ShouldBe([10, 10, 11]);
    }

    [Fact]
    public void A_lane_that_waits_is_noted_once_however_much_arrives_in_it()
    {
        ReadTail([Stored(10, "a")]);
        _turns[0].End(new LaneEnd.Retry(TimeSpan.FromMinutes(1)), 10);
        var told = _told;
        for (var id = 11; id < 100; id++)
        {
            _board.Hand([new PushedDelivery(Stored(id, "a"), [id - 1])]);
        }

        _told.ShouldBe(told);
        _time.Advance(TimeSpan.FromMinutes(1));
        _board.ResumeDue();
        _board.NextDue.ShouldBeNull();
        _board.Readings.Next().Lanes.ShouldHaveSingleItem().After.ShouldBe(9);
    }

    [Fact]
    public void What_memory_had_no_room_for_is_asked_for_as_soon_as_there_is_room()
    {
        var tenants = Assign((Memory / (256 + (2 * LargeLength))) + 1);
        for (var number = 0; number < tenants.Length; number++)
        {
            ReadTails(Large(number + 1, tenants[number]));
        }

        Started.ShouldBe(Enumerable.Range(1, tenants.Length).Select(id => (long)id));
        _board.Wake([]);
        _board.Readings.Next().Tails.ShouldBeEmpty();
        var told = _told;
        var ended = 0;
        while (_told == told)
        {
            _turns[ended].End(LaneEnd.Passed.Instance, _turns[ended].Delivery.Id);
            ended++;
        }

        ended.ShouldBeLessThan(tenants.Length);
        _board.Readings.Next().Tails.Count.ShouldBe(tenants.Length);
    }

    [Fact]
    public void Large_events_of_one_tenant_leave_room_for_the_others()
    {
        var tenants = Assign(2);
        ReadTails([.. Enumerable.Range(1, 100).Select(id => Large(id, tenants[0]))]);

        _board.Readings.Next().Lanes.ShouldBeEmpty();
        _turns[0].End(LaneEnd.Passed.Instance, 1);
        _turns[1].End(LaneEnd.Passed.Instance, 2);
        var (_, _, after, most, _) = _board.Readings.Next().Lanes.ShouldHaveSingleItem();
        (after, most).ShouldBe((2, 26));
        ReadTails(Stored(101, "a", tenants[1]), Stored(102, "a", tenants[1]));

        Started.Last().ShouldBe(101);
    }

    [Fact]
    public void A_hold_gives_the_memory_of_what_stands_still_back()
    {
        for (var time = 0; time < 2 * Memory / (256 + (2 * LargeLength)); time++)
        {
            ReadTail([Large(1, Guild), Large(2, Guild)]);
            _turns[^1].End(LaneEnd.Gone.Instance, 1);
            ReadLane(Large(1, Guild), Large(2, Guild));
            Hold("a");
            _turns[^1].End(LaneEnd.Gone.Instance, 1);
            Hold();
        }

        _board.Wake([]);
        _board.Readings.Next().Tails.ShouldNotBeEmpty();
    }

    [Fact]
    public void When_there_is_much_to_read_what_has_waited_longest_comes_first()
    {
        var tenants = Assign(600);
        var reading = _board.Readings.Next();
        reading.Tails.ShouldBeEmpty();
        reading.Heads.Count.ShouldBe(tenants.Length);

        _board.Readings.TakeHeads(reading, [.. tenants.Skip(100).Select((tenant, number) => new DeliveryPlace(tenant.Slot, 1_000 - number))]);
        reading = _board.Readings.Next();
        reading.Heads.ShouldBeEmpty();
        reading.Tails.Select(tail => tail.Slot.Fence.Slot).ShouldBe(tenants.Reverse().Take(256).Select(tenant => tenant.Slot));
        _board.Readings.TakeTails(reading, Found([.. tenants.Select((tenant, number) => Stored(1_100 - number, "a", tenant)).Skip(344)]), [], Limit);

        Started.ShouldBe(Enumerable.Range(501, 256).Select(id => (long)id));
        _board.Readings.Next().Tails.Count.ShouldBe(244);
    }

    private TenantId[] Assign(int count)
    {
        var tenants = Enumerable.Range(1, 2 * count).Select(number => new TenantId("guild", $"{number}")).DistinctBy(tenant => tenant.Slot).Take(count).ToArray();
        _board.Assign(2, [.. tenants.Select(tenant => new SlotFence(tenant.Slot, 2))]);
        return tenants;
    }

    private void ReadTails(params Delivery[] found)
    {
        _board.Wake([]);
        _board.Readings.TakeTails(_board.Readings.Next(), Found(found), [], Limit);
    }

    private void Hold(params string[] templates)
    {
        _board.Wake([Guild.Slot]);
        var reading = _board.Readings.Next();
        _board.Readings.TakeHolds(reading, [.. templates.Select(template => new LaneHold(Guild.Slot, new LaneName(Guild, template)))]);
        _board.Readings.TakeTails(reading, Found([]), [], Limit);
    }

    private void ReadLane(params Delivery[] found) => _board.Readings.TakeLanes(_board.Readings.Next(), Found(found), []);

    private void ReadTail(IReadOnlyList<Delivery> found, params DeliveryPlace[] passed) =>
        _board.Readings.TakeTails(_board.Readings.Next(), Found(found), passed, Limit);

    private void ReadPlaces(Delivery late)
    {
        var reading = _board.Readings.Next();
        reading.Places.Select(missed => missed.Place).ShouldBe([Place(late.Id)]);
        _board.Readings.TakePlaces(reading, Found([late]));
        _board.Readings.Failed(reading with { Places = [] });
    }

    private static FoundDeliveries Found(IReadOnlyList<Delivery> deliveries, bool isCut = false) => new(deliveries, isCut);

    private static DeliveryPlace Place(long id) => new(Guild.Slot, id);

    private static Delivery Large(long id, TenantId tenant) => Stored(id, "a", tenant) with { Event = Message with { Data = new byte[2 * LargeLength] } };

    private static Delivery Stored(long id, string template) => Stored(id, template, Guild);

    private static Delivery Stored(long id, string template, TenantId tenant) => new()
    {
        Id = id,
        Tenant = tenant,
        Template = template,
        Event = Message,
        Attempt = 0,
        Deaths = 0,
        Wait = TimeSpan.Zero,
    };
}
