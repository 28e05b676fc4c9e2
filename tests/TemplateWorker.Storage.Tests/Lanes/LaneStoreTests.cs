using TemplateWorker.Storage.Changes;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Lanes;

public sealed class LaneStoreTests
{
    [DatabaseFact]
    public async Task Lanes_are_listed_with_what_is_in_them_and_how_long_it_waits()
    {
        await using var world = await LaneWorld.CreateAsync();
        var dead = (await world.StoreAsync(Event(Guild))).Ready[0].Id;
        for (var death = 0; death < RetryPlan.MaxDeaths; death++)
        {
            await world.KillAsync(Guild, dead);
        }

        await world.StoreAsync(Event(Guild, "join"));
        await world.StoreAsync(Event(Guild) with { Delay = TimeSpan.FromHours(1) });
        await world.Test.ExecuteAsync("update deliveries set accepted_at = now() - interval '90 seconds' where event = 'join'");

        var lanes = await world.Lanes.ListAsync(Guild, CancellationToken.None);

        lanes.PausedSince.ShouldBeNull();
        lanes.Lanes.Select(lane => (lane.Template, lane.Queued, lane.Delayed, lane.Dead)).ShouldBe([("a", 0, 1, 1), ("b", 2, 1, 0)]);
        lanes.Lanes[0].OldestAge.ShouldBeNull();
        lanes.Lanes[1].OldestAge!.Value.ShouldBeInRange(TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(10));
        (await world.Lanes.ListAsync(new TenantId("guild", "9"), CancellationToken.None)).Lanes.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_lane_is_paused_and_resumed_and_its_owner_hears_of_both()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Lanes.PauseAsync(Guild, "a", CancellationToken.None)).ShouldBe(LaneChange.Changed);
        (await listener.NextAsync()).ShouldBe($"{Guild.Slot}");
        (await world.Lanes.PauseAsync(Guild, "a", CancellationToken.None)).ShouldBe(LaneChange.Unchanged);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        (await world.Lanes.ListAsync(Guild, CancellationToken.None)).Lanes.Select(lane => lane.PausedSince is not null).ShouldBe([true, false]);

        (await world.Lanes.ResumeAsync(Guild, "a", CancellationToken.None)).ShouldBe(LaneChange.Changed);
        (await listener.NextAsync()).ShouldBe($"{Guild.Slot}");
        (await world.Lanes.ResumeAsync(Guild, "a", CancellationToken.None)).ShouldBe(LaneChange.Unchanged);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        (await world.CountAsync("lane_holds")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_lane_that_nobody_has_heard_of_is_neither_paused_nor_resumed()
    {
        await using var world = await LaneWorld.CreateAsync();

        (await world.Lanes.PauseAsync(Guild, "zzz", CancellationToken.None)).ShouldBe(LaneChange.NotFound);
        (await world.Lanes.ResumeAsync(Guild, "zzz", CancellationToken.None)).ShouldBe(LaneChange.NotFound);
        (await world.CountAsync("lane_holds")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_tenant_is_paused_as_a_whole_beside_the_pauses_of_its_lanes()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Lanes.PauseAsync(Guild, "a", CancellationToken.None);

        (await world.Lanes.PauseAsync(Guild, null, CancellationToken.None)).ShouldBe(LaneChange.Changed);
        var lanes = await world.Lanes.ListAsync(Guild, CancellationToken.None);
        lanes.PausedSince.ShouldNotBeNull();
        lanes.Lanes.Select(lane => lane.Template).ShouldBe(["a", "b"]);
        (await world.Lanes.ListAsync(Other, CancellationToken.None)).PausedSince.ShouldBeNull();

        (await world.Lanes.ResumeAsync(Guild, null, CancellationToken.None)).ShouldBe(LaneChange.Changed);
        lanes = await world.Lanes.ListAsync(Guild, CancellationToken.None);
        lanes.PausedSince.ShouldBeNull();
        lanes.Lanes[0].PausedSince.ShouldNotBeNull();
        (await world.Lanes.ResumeAsync(Guild, null, CancellationToken.None)).ShouldBe(LaneChange.Unchanged);
    }

    [DatabaseFact]
    public async Task A_parked_lane_that_is_resumed_begins_with_its_delivery_anew()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Policies.WriteAsync(Other, "a", new DeliveryPolicy { OnExhausted = ExhaustedAction.Park }, CancellationToken.None);
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        for (var death = 0; death < RetryPlan.MaxDeaths; death++)
        {
            await world.KillAsync(Other, id);
        }

        await world.Lanes.PauseAsync(Other, "a", CancellationToken.None);
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Lanes.ResumeAsync(Other, "a", CancellationToken.None)).ShouldBe(LaneChange.Changed);

        (await listener.NextAsync()).ShouldBe($"{Other.Slot}");
        (await world.CountAsync("lane_holds")).ShouldBe(0);
        var delivery = (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None))!.Summary;
        (delivery.State, delivery.Attempt, delivery.Deaths).ShouldBe((DeliveryState.Queued, 0, 0));
    }

    [DatabaseFact]
    public async Task Wakes_of_many_slots_are_heard_in_few_notifications()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);
        var wakes = new WakeStore(world.Database);

        await wakes.WakeAsync([], CancellationToken.None);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        await wakes.WakeAsync([7, 4095], CancellationToken.None);
        (await listener.NextAsync()).ShouldBe("7,4095");
        await wakes.WakeAsync([.. Enumerable.Range(0, TenantId.SlotCount)], CancellationToken.None);

        List<int> heard = [];
        while (heard.Count < TenantId.SlotCount)
        {
            heard.AddRange((await listener.NextAsync()).Split(',').Select(int.Parse));
        }

        heard.ShouldBe(Enumerable.Range(0, TenantId.SlotCount));
    }
}
