using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Tests.Slots;

public sealed class SlotDivisionTests
{
    private static readonly SlotAssignment[] All = [.. Enumerable.Range(0, TenantId.SlotCount).Select(slot => new SlotAssignment(slot, 1))];

    private readonly SlotDivision _division = new(3);
    private readonly Dictionary<int, AssignSlots> _told = [];

    [Fact]
    public void A_worker_that_joins_is_told_its_share_and_one_without_slots_that_it_has_none()
    {
        Tell(_division.Join(0)).ShouldHaveSingleItem().Slots.Slots.ShouldBeEmpty();

        Tell(_division.Hold(All));
        Tell(_division.Join(1)).ShouldHaveSingleItem().Worker.ShouldBe(1);

        var map = new SlotMap(3);
        SlotsOf(0).ShouldBe(Enumerable.Range(0, TenantId.SlotCount).Where(slot => map.WorkerOf(slot) == 0));
        SlotsOf(1).ShouldBe(Enumerable.Range(0, TenantId.SlotCount).Where(slot => map.WorkerOf(slot) == 1));
    }

    [Fact]
    public void The_slots_of_a_worker_that_is_away_for_long_go_to_the_others_and_come_back_once_those_let_go()
    {
        Tell(_division.Hold(All));
        Tell(_division.Join(0));
        Tell(_division.Join(1));
        var first = SlotsOf(0);

        Tell(_division.GiveUpOn(2)).Select(order => order.Worker).ShouldBe([0, 1]);
        (SlotsOf(0).Count + SlotsOf(1).Count).ShouldBe(TenantId.SlotCount);

        Tell(_division.Join(2)).Select(order => order.Worker).ShouldBe([0, 1, 2]);
        SlotsOf(0).ShouldBe(first);
        SlotsOf(2).ShouldBeEmpty();
        Tell(_division.Release(0, _told[0].Epoch)).ShouldHaveSingleItem().Worker.ShouldBe(2);
        SlotsOf(2).ShouldNotBeEmpty();
        Tell(_division.Release(1, _told[1].Epoch));
        (SlotsOf(0).Count + SlotsOf(1).Count + SlotsOf(2).Count).ShouldBe(TenantId.SlotCount);
    }

    [Fact]
    public void A_dead_worker_keeps_its_claim_until_it_is_given_up_on()
    {
        Tell(_division.Hold(All));
        Enumerable.Range(0, 3).ToList().ForEach(worker => Tell(_division.Join(worker)));
        var had = SlotsOf(1);

        Tell(_division.Retire(1)).ShouldHaveSingleItem().Slots.Slots.ShouldBeEmpty();
        _division.RemoveDead(1).ShouldBeEmpty();
        _division.SlotsOf(1).ShouldBe(0);
        _division.RunnerOf(had[0]).ShouldBeNull();
        _division.WorkerOf(had[0]).ShouldBe(1);

        Tell(_division.Join(1)).ShouldHaveSingleItem().HasNew.ShouldBeTrue();
        SlotsOf(1).ShouldBe(had);
    }

    [Fact]
    public void Nobody_gets_a_slot_that_a_dying_worker_may_still_work_on()
    {
        Tell(_division.Hold(All));
        Enumerable.Range(0, 3).ToList().ForEach(worker => Tell(_division.Join(worker)));

        Tell(_division.Retire(1));
        _division.GiveUpOn(1).ShouldBeEmpty();
        Tell(_division.RemoveDead(1)).Select(order => order.Worker).ShouldBe([0, 2]);

        (SlotsOf(0).Count + SlotsOf(2).Count).ShouldBe(TenantId.SlotCount);
    }

    [Fact]
    public void A_list_without_some_slots_has_strays_until_all_who_had_them_let_go()
    {
        Tell(_division.Hold(All));
        Tell(_division.Join(0));
        Tell(_division.Join(1));
        Tell(_division.Join(2));
        var early = _told[0].Epoch;

        Tell(_division.Hold([.. All.Take(10)]));

        _division.HasUnreleased.ShouldBeTrue();
        _division.Holds(9).ShouldBeTrue();
        _division.Holds(10).ShouldBeFalse();
        Tell(_division.Release(0, early));
        Tell(_division.Release(1, _told[1].Epoch));
        Tell(_division.RemoveDead(2));
        _division.HasUnreleased.ShouldBeTrue();
        Tell(_division.Release(0, _told[0].Epoch));
        _division.HasUnreleased.ShouldBeFalse();
    }

    [Fact]
    public void A_slot_that_comes_back_before_it_was_let_go_stays_where_it_was()
    {
        Tell(_division.Hold(All));
        Tell(_division.Join(0));
        var had = SlotsOf(0);

        Tell(_division.Hold([]));
        var emptied = _told[0].Epoch;
        Tell(_division.Hold(All)).ShouldHaveSingleItem().HasNew.ShouldBeTrue();
        Tell(_division.Release(0, emptied)).ShouldBeEmpty();

        SlotsOf(0).ShouldBe(had);
        _division.RunnerOf(had[0]).ShouldBe(0);
    }

    [Fact]
    public void A_slot_with_a_new_fence_is_told_anew()
    {
        Tell(_division.Join(0));
        Tell(_division.Hold(All));

        _division.Hold(All).ShouldBeEmpty();
        Tell(_division.Hold([.. All.Select(slot => slot with { Fence = 2 })])).ShouldHaveSingleItem()
            .Slots.Slots.ShouldAllBe(slot => slot.Fence == 2);
    }

    [Fact]
    public void With_nobody_there_every_worker_keeps_its_share_for_when_it_comes()
    {
        Tell(_division.Hold(All));
        for (var worker = 0; worker < 3; worker++)
        {
            _division.GiveUpOn(worker).ShouldBeEmpty();
        }

        _division.WorkerOf(5).ShouldBe(new SlotMap(3).WorkerOf(5));
        Tell(_division.Join(2));
        SlotsOf(2).Count.ShouldBe(TenantId.SlotCount);
    }

    [Fact]
    public void A_call_for_a_slot_of_another_supervisor_has_a_worker_too()
    {
        Tell(_division.Join(0));
        _division.GiveUpOn(1);

        _division.WorkerOf(5).ShouldBe(new SlotMap(3).WorkerOf(5));
        _division.RunnerOf(5).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_no_slot_is_with_two_workers_and_all_are_with_one_in_the_end(int seed)
    {
        var random = new Random(seed);
        var isUp = new bool[3];
        var mayRun = Enumerable.Range(0, 3).Select(_ => new HashSet<int>()).ToArray();
        var pending = new Queue<(int Worker, ulong Epoch, HashSet<int> Slots)>();
        Apply(_division.Hold(All));
        for (var step = 0; step < 300; step++)
        {
            var worker = random.Next(3);
            switch (random.Next(5))
            {
                case 0 when !isUp[worker]:
                    isUp[worker] = true;
                    Apply(_division.Join(worker));
                    break;
                case 1 when isUp[worker]:
                    isUp[worker] = false;
                    Apply(_division.Retire(worker));
                    mayRun[worker].Clear();
                    pending = new Queue<(int, ulong, HashSet<int>)>(pending.Where(answer => answer.Worker != worker));
                    Apply(_division.RemoveDead(worker));
                    break;
                case 2 when !isUp[worker]:
                    Apply(_division.GiveUpOn(worker));
                    break;
                case 3:
                    Apply(_division.Hold([.. All.Where(_ => random.Next(4) > 0)]));
                    break;
                case 4:
                    Answer();
                    break;
            }

            mayRun.SelectMany(slots => slots).GroupBy(slot => slot).ShouldAllBe(slot => slot.Count() == 1);
        }

        Apply(_division.Hold(All));
        Array.ForEach([0, 1, 2], worker => Apply(isUp[worker] ? [] : _division.Join(worker)));
        while (pending.Count > 0)
        {
            Answer();
        }

        mayRun.Sum(slots => slots.Count).ShouldBe(TenantId.SlotCount);
        _division.HasUnreleased.ShouldBeFalse();

        void Apply(IReadOnlyList<SlotOrder> orders)
        {
            foreach (var order in orders)
            {
                var slots = order.Slots.Slots.Select(slot => slot.Slot).ToHashSet();
                mayRun[order.Worker].UnionWith(slots);
                pending.Enqueue((order.Worker, order.Slots.Epoch, slots));
            }
        }

        void Answer()
        {
            if (pending.TryDequeue(out var answer))
            {
                var later = pending.Where(other => other.Worker == answer.Worker).SelectMany(other => other.Slots);
                mayRun[answer.Worker].IntersectWith(answer.Slots.Union(later));
                Apply(_division.Release(answer.Worker, answer.Epoch));
            }
        }
    }

    private IReadOnlyList<SlotOrder> Tell(IReadOnlyList<SlotOrder> orders)
    {
        foreach (var order in orders)
        {
            _told[order.Worker] = order.Slots;
            _division.SlotsOf(order.Worker).ShouldBe(order.Slots.Slots.Count);
        }

        return orders;
    }

    private List<int> SlotsOf(int worker) => [.. _told[worker].Slots.Select(slot => slot.Slot)];
}
