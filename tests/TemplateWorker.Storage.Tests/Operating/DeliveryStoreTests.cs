using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Operating;

public sealed class DeliveryStoreTests
{
    private static readonly DeliveryPolicy Parking = new() { OnExhausted = ExhaustedAction.Park };

    [DatabaseFact]
    public async Task Deliveries_of_all_states_are_listed_by_id()
    {
        await using var world = await LaneWorld.CreateAsync();
        var (dead, parked, retrying, queued, delayed) = await AllStatesAsync(world);

        var list = await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Guild }, CancellationToken.None);

        list.Select(delivery => (delivery.Id, delivery.State)).ShouldBe(
        [
            (dead, DeliveryState.Dead),
            (parked, DeliveryState.Parked),
            (retrying, DeliveryState.Retrying),
            (queued, DeliveryState.Queued),
            (delayed, DeliveryState.Delayed),
        ]);
        list.Select(delivery => delivery.GivenUpAt is not null).ShouldBe([true, true, false, false, false]);
        list.Select(delivery => delivery.DueAt is not null).ShouldBe([false, false, false, false, true]);
        list.Select(delivery => delivery.Reason).ShouldBe(["Quarantined", "Quarantined", "WorkerLost", null, null]);
        list.ShouldAllBe(delivery => delivery.Tenant == Guild && delivery.EventName.Length > 0 && delivery.AcceptedAt > DateTimeOffset.UnixEpoch);
        (await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = new("guild", "3") }, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Tables_whose_states_are_not_asked_for_are_not_read()
    {
        await using var world = await LaneWorld.CreateAsync();
        await AllStatesAsync(world);
        var filter = new DeliveryFilter { Tenant = Guild };

        (await TablesReadAsync(filter with { State = DeliveryState.Dead })).ShouldBe(["dead_letters"]);
        (await TablesReadAsync(filter with { State = DeliveryState.Delayed })).ShouldBe(["delayed_deliveries"]);
        (await TablesReadAsync(filter with { State = DeliveryState.Queued })).ShouldBe(["deliveries"]);

        async Task<IEnumerable<string>> TablesReadAsync(DeliveryFilter asked)
        {
            await using var connection = new Npgsql.NpgsqlConnection(world.Test.ConnectionString);
            await connection.OpenAsync();
            await using var explain = new Npgsql.NpgsqlCommand($"explain (analyze, format json) {DeliverySelection.Sql} select * from selected", connection);
            DeliverySelection.AddTo(explain.Parameters, asked, [asked.State!.Value]);
            var plan = (string)(await explain.ExecuteScalarAsync())!;
            return ScannedTables(System.Text.Json.Nodes.JsonNode.Parse(plan)![0]!["Plan"]!).Distinct().Order().Where(table => table != "lane_holds");
        }
    }

    private static IEnumerable<string> ScannedTables(System.Text.Json.Nodes.JsonNode node)
    {
        var own = node["Relation Name"] is { } table && node["Actual Loops"]!.GetValue<double>() > 0 ? (string[])[table.GetValue<string>()] : [];
        return own.Concat(node["Plans"]?.AsArray().SelectMany(child => ScannedTables(child!)) ?? []);
    }

    [DatabaseFact]
    public async Task A_filter_selects_by_state_template_name_reason_and_id()
    {
        await using var world = await LaneWorld.CreateAsync();
        var (dead, parked, retrying, queued, delayed) = await AllStatesAsync(world);
        var all = new DeliveryFilter { Tenant = Guild };

        (await Ids(all with { State = DeliveryState.Dead })).ShouldBe([dead]);
        (await Ids(all with { State = DeliveryState.Parked })).ShouldBe([parked]);
        (await Ids(all with { State = DeliveryState.Retrying })).ShouldBe([retrying]);
        (await Ids(all with { State = DeliveryState.Queued })).ShouldBe([queued]);
        (await Ids(all with { State = DeliveryState.Delayed })).ShouldBe([delayed]);
        (await Ids(all with { Template = "b" })).ShouldBe([parked, queued, delayed]);
        (await Ids(all with { EventName = "join" })).ShouldBe([parked, queued, delayed]);
        (await Ids(all with { Reason = "Quarantined" })).ShouldBe([dead, parked]);
        (await Ids(all with { Reason = "WorkerLost" })).ShouldBe([retrying]);
        (await Ids(all with { Ids = [dead, queued, 999_999] })).ShouldBe([dead, queued]);
        (await Ids(all with { Ids = [] })).ShouldBeEmpty();
        (await Ids(all with { Template = "' or true --" })).ShouldBeEmpty();

        async Task<IEnumerable<long>> Ids(DeliveryFilter filter) =>
            (await world.Deliveries.ListAsync(filter, CancellationToken.None)).Select(delivery => delivery.Id);
    }

    [DatabaseFact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await using var world = await LaneWorld.CreateAsync();
        await AllStatesAsync(world);
        for (var number = 0; number < 20; number++)
        {
            await world.StoreAsync(Event(Guild, number % 3 == 0 ? "join" : "message") with { Delay = number % 4 == 0 ? TimeSpan.FromHours(1) : null });
        }

        var whole = await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Guild }, CancellationToken.None);
        List<DeliverySummary> paged = [];
        IReadOnlyList<DeliverySummary> page;
        do
        {
            page = await world.Deliveries.ListAsync(
                new DeliveryFilter { Tenant = Guild, After = paged.Count == 0 ? null : paged[^1].Id, Limit = 7 }, CancellationToken.None);
            paged.AddRange(page);
        }
        while (page.Count == 7);

        paged.ShouldBe(whole);
        paged.Select(delivery => delivery.Id).Distinct().Count().ShouldBe(whole.Count);
        whole.Count.ShouldBe(5 + 7 + (2 * 13));
    }

    [DatabaseFact]
    public async Task A_limit_out_of_bounds_is_refused()
    {
        await using var world = await LaneWorld.CreateAsync();

        await Should.ThrowAsync<ArgumentException>(
            () => world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Guild, Limit = 0 }, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(
            () => world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Guild, Limit = 1_001 }, CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(
            () => world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Guild, Ids = new long[1_001] }, 10_000, CancellationToken.None));
    }

    [DatabaseFact]
    public async Task A_delivery_of_any_state_can_be_read_by_its_tenant_only()
    {
        await using var world = await LaneWorld.CreateAsync();
        var (dead, parked, retrying, queued, delayed) = await AllStatesAsync(world);

        foreach (var id in (long[])[dead, parked, retrying, queued, delayed])
        {
            var details = (await world.Deliveries.ReadAsync(Guild, id, CancellationToken.None)).ShouldNotBeNull();
            details.Summary.ShouldBe((await world.Deliveries.ListAsync(
                new DeliveryFilter { Tenant = Guild, Ids = [id] }, CancellationToken.None)).ShouldHaveSingleItem());
            details.DataJson.ShouldStartWith("""{"n":""");
            details.Failures.Count.ShouldBe(details.Summary.Attempt);
            (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None)).ShouldBeNull();
        }
    }

    [DatabaseFact]
    public async Task A_dead_letter_that_is_replayed_goes_to_the_end_of_its_lane_with_a_new_id_and_no_attempts()
    {
        await using var world = await LaneWorld.CreateAsync();
        var dead = (await world.StoreAsync(Event(Other, n: 1))).Ready[0].Id;
        var second = (await world.StoreAsync(Event(Other, n: 2))).Ready[0].Id;
        await QuarantineAsync(world, Other, dead);
        await QuarantineAsync(world, Other, second);
        await world.StoreAsync(Event(Other, n: 3));
        var accepted = (await world.Deliveries.ReadAsync(Other, dead, CancellationToken.None))!.Summary;
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other, State = DeliveryState.Dead }, 10_000, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(2, false));

        (await world.QueuedAsync()).ShouldBe(["2 a 3", "2 a 1", "2 a 2"]);
        (await world.CountAsync("dead_letters")).ShouldBe(0);
        (await listener.NextAsync()).ShouldBe($"{Other.Slot}");
        var replayed = (await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Other }, CancellationToken.None))[1];
        replayed.Id.ShouldBeGreaterThan(second);
        (replayed.State, replayed.Attempt, replayed.Deaths, replayed.EventId, replayed.AcceptedAt)
            .ShouldBe((DeliveryState.Queued, 0, 0, accepted.EventId, accepted.AcceptedAt));
        (await world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other }, 10_000, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(0, false));
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_parked_delivery_that_is_replayed_keeps_its_place_and_its_lane_is_held_no_more()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Policies.WriteAsync(Other, "a", Parking, CancellationToken.None);
        var parked = (await world.StoreAsync(Event(Other, n: 1))).Ready[0].Id;
        await world.StoreAsync(Event(Other, n: 2));
        await QuarantineAsync(world, Other, parked);
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other }, 10_000, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(1, false));

        (await world.QueuedAsync()).ShouldBe(["2 a 1", "2 a 2"]);
        (await world.CountAsync("lane_holds")).ShouldBe(0);
        (await listener.NextAsync()).ShouldBe($"{Other.Slot}");
        var summary = (await world.Deliveries.ReadAsync(Other, parked, CancellationToken.None))!.Summary;
        (summary.State, summary.Attempt, summary.Deaths).ShouldBe((DeliveryState.Queued, 0, 0));
    }

    [DatabaseFact]
    public async Task Dead_letters_are_replayed_as_far_as_the_queue_has_room_and_the_answer_says_that_more_are_left()
    {
        await using var world = await LaneWorld.CreateAsync();
        foreach (var outcome in await world.AcceptAsync([.. Enumerable.Range(0, 5).Select(number => Event(Other, n: number))]))
        {
            await QuarantineAsync(world, Other, ((AcceptOutcome.Accepted)outcome).Ready[0].Id);
        }

        await world.StoreAsync(Event(Other, n: 9));
        var filter = new DeliveryFilter { Tenant = Other };

        (await world.Deliveries.ReplayAsync(filter, 4, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(3, true));
        (await world.Deliveries.ReplayAsync(filter, 4, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(0, true));

        (await world.QueuedAsync()).ShouldBe(["2 a 9", "2 a 0", "2 a 1", "2 a 2"]);
        (await world.CountAsync("dead_letters")).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task What_was_not_given_up_is_not_replayed()
    {
        await using var world = await LaneWorld.CreateAsync();
        var (_, _, retrying, queued, delayed) = await AllStatesAsync(world);

        (await world.Deliveries.ReplayAsync(
            new DeliveryFilter { Tenant = Guild, Ids = [retrying, queued, delayed] }, 10_000, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(0, false));
        (await world.Deliveries.ReplayAsync(
            new DeliveryFilter { Tenant = Guild, State = DeliveryState.Queued }, 10_000, CancellationToken.None)).ShouldBe(new ReplayedDeliveries(0, false));

        (await world.Deliveries.ReadAsync(Guild, retrying, CancellationToken.None))!.Summary.Attempt.ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Callers_that_replay_the_same_dead_letters_at_once_bring_each_back_once()
    {
        await using var world = await LaneWorld.CreateAsync();
        foreach (var outcome in await world.AcceptAsync([.. Enumerable.Range(0, 10).Select(number => Event(Other, n: number))]))
        {
            await QuarantineAsync(world, Other, ((AcceptOutcome.Accepted)outcome).Ready[0].Id);
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other }, 10_000, CancellationToken.None)));

        counts.Sum(replayed => replayed.Count).ShouldBe(10);
        (await world.QueuedAsync()).Order().ShouldBe(Enumerable.Range(0, 10).Select(number => $"2 a {number}"));
    }

    [DatabaseFact]
    public async Task Deliveries_of_any_state_are_dropped_and_a_lane_that_one_of_them_held_goes_on()
    {
        await using var world = await LaneWorld.CreateAsync();
        await AllStatesAsync(world);
        await world.StoreAsync(Event(Other));
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Guild, State = DeliveryState.Parked }, CancellationToken.None)).ShouldBe(1);

        (await world.CountAsync("lane_holds")).ShouldBe(0);
        (await listener.NextAsync()).ShouldBe($"{Guild.Slot}");
        (await world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Guild, Limit = 3 }, CancellationToken.None)).ShouldBe(3);
        (await world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Guild, Limit = 3 }, CancellationToken.None)).ShouldBe(1);
        (await world.Deliveries.ListAsync(new DeliveryFilter { Tenant = Guild }, CancellationToken.None)).ShouldBeEmpty();
        (await world.CountAsync("deliveries")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_delivery_that_is_parked_while_it_is_dropped_stays_with_its_hold()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await using var committer = await world.Test.ConnectAsync();
        await using var transaction = await committer.BeginTransactionAsync();
        await using (var park = committer.CreateCommand())
        {
            park.CommandText = $"""
                update deliveries set attempt = 1;
                insert into lane_holds (owner_type, owner_id, template, kind, slot, delivery, reason, message)
                values ('guild', '2', 'a', 'parked', {Other.Slot}, {id}, 'r', 'm')
                """;
            await park.ExecuteNonQueryAsync();
        }

        var drop = world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Other }, CancellationToken.None);
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>(
                $"select count(*) from pg_stat_activity where {committer.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "the drop waits for the row");
        await transaction.CommitAsync();

        (await drop).ShouldBe(0);
        (await world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Other }, CancellationToken.None)).ShouldBe(1);
        (await world.CountAsync("lane_holds")).ShouldBe(0);
    }

    /// <summary>Five deliveries of Guild, in this order: those of <c>a</c> and <c>b</c> in turns.</summary>
    private static async Task<(long Dead, long Parked, long Retrying, long Queued, long Delayed)> AllStatesAsync(LaneWorld world)
    {
        await world.PublishAsync(Guild, "a", "message");
        await world.PublishAsync(Guild, "b", "join");
        await world.Policies.WriteAsync(Guild, "b", Parking, CancellationToken.None);
        var dead = (await world.StoreAsync(Event(Guild))).Ready[0].Id;
        var parked = (await world.StoreAsync(Event(Guild, "join"))).Ready[0].Id;
        var retrying = (await world.StoreAsync(Event(Guild))).Ready[0].Id;
        var queued = (await world.StoreAsync(Event(Guild, "join"))).Ready[0].Id;
        await world.StoreAsync(Event(Guild, "join") with { Delay = TimeSpan.FromHours(1) });
        await QuarantineAsync(world, Guild, dead);
        await QuarantineAsync(world, Guild, parked);
        await world.KillAsync(Guild, retrying);
        await world.PublishAsync(Guild, "b", "join", "message");
        return (dead, parked, retrying, queued, await world.Test.ReadAsync<long>("select id from delayed_deliveries"));
    }

    private static async Task QuarantineAsync(LaneWorld world, TenantId tenant, long id)
    {
        for (var death = 0; death < RetryPlan.MaxDeaths; death++)
        {
            await world.KillAsync(tenant, id);
        }
    }
}
