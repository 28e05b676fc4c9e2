using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Results;

public sealed class EventResultTests
{
    private static readonly AttemptFailure Failure = new() { Reason = "ScriptError", Message = "no", Worker = "w", Wall = TimeSpan.Zero };

    [DatabaseFact]
    public async Task What_the_handlers_returned_is_there_with_the_deliveries_when_their_runs_are()
    {
        await using var world = await LaneWorld.CreateAsync();
        var stored = await world.StoreAsync(Event(Guild));
        (await ReadAsync(world, stored.EventId)).Select(Told).ShouldBe(["a queued 0", "b queued 0"]);

        Commit(world, stored, "a", new KeptResult("""{"reply": "hello"}""", 18));
        Commit(world, stored, "b", null);

        var deliveries = await ReadAsync(world, stored.EventId);
        deliveries.Select(Told).ShouldBe(["a done 1", "b done 1"]);
        deliveries[0].Result.ShouldBe(new KeptResult("""{"reply": "hello"}""", 18));
        deliveries[1].Result.ShouldBeNull();
        deliveries.ShouldAllBe(delivery => delivery.IsEnded && delivery.FinishedAt != null && delivery.EventName == "message" && delivery.Version == 1);
        (await world.CountAsync("event_results")).ShouldBe(1, "a run that returns nothing has no row");
    }

    [DatabaseFact]
    public async Task Another_tenants_event_is_not_shown()
    {
        await using var world = await LaneWorld.CreateAsync();
        var stored = await world.StoreAsync(Event(Guild));
        Commit(world, stored, "a", new KeptResult("1", 1));

        (await new EventResultStore(world.Database).ReadAsync(Other, stored.EventId, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task The_runs_of_a_lane_that_are_committed_together_have_each_its_result_and_its_actions()
    {
        await using var world = await LaneWorld.CreateAsync();
        var (first, second) = (await world.StoreAsync(Event(Other)), await world.StoreAsync(Event(Other)));
        var (one, two) = (first.Ready[0].Id, second.Ready[0].Id);
        var (ofFirst, ofSecond, cancelled) = (Action(first, one), Action(second, two), Action(second, two));
        var run = FinishedRun.Empty(Other) with
        {
            Delivery = new DeliveryEnd.Done { Id = two, Attempt = 0 },
            History = History(second.EventId, two, RunOutcome.Done),
            Result = new KeptResult("2", 1),
            Earlier = [new EarlierRun(new DeliveryEnd.Done { Id = one, Attempt = 0 }, History(first.EventId, one, RunOutcome.Done), new KeptResult("1", 1))],
            Actions = [ofFirst, ofSecond, cancelled],
        };
        Commit(world, run);
        Commit(world, FinishedRun.Empty(Other) with { CancelledActions = [cancelled.Id] });

        var store = new EventResultStore(world.Database);
        var shown = (await store.ReadAsync(Other, first.EventId, CancellationToken.None)).ShouldHaveSingleItem();
        (shown.Result!.Json, shown.Actions.ShouldHaveSingleItem().Id).ShouldBe(("1", ofFirst.Id));
        shown = (await store.ReadAsync(Other, second.EventId, CancellationToken.None)).ShouldHaveSingleItem();
        shown.Result!.Json.ShouldBe("2");
        shown.Actions.ShouldBe([new EventAction(ofSecond.Id, new WaitingEventAction("t", "waiting", 0, null)), new EventAction(cancelled.Id, null)]);
    }

    [DatabaseFact]
    public async Task A_run_that_is_left_out_leaves_no_result()
    {
        await using var world = await LaneWorld.CreateAsync();
        var stored = await world.StoreAsync(Event(Guild));
        var id = stored.Ready.Single(delivery => delivery.Template == "a").Id;
        using var committer = new RunCommitter(world.Database);

        committer.Commit([Done(stored.EventId, id, "a", new KeptResult("1", 1)) with { Reads = [new KeyRead(new KeyName(Scopes.None, "gone"), 4)] }])
            .Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Stale>();

        (await world.CountAsync("event_results")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_result_that_is_too_large_leaves_its_size()
    {
        await using var world = await LaneWorld.CreateAsync();
        var stored = await world.StoreAsync(Event(Guild));
        var kept = KeptResult.Of("\"äö\"", 5);
        kept.ShouldBe(new KeptResult(null, 6));
        KeptResult.Of("\"äö\"", 6).ShouldBe(new KeptResult("\"äö\"", 6));
        KeptResult.Of(null, 6).ShouldBeNull();

        Commit(world, stored, "a", kept);

        (await ReadAsync(world, stored.EventId))[0].Result.ShouldBe(kept);
    }

    [DatabaseFact]
    public async Task A_delivery_is_shown_in_every_state()
    {
        await using var world = await LaneWorld.CreateAsync();
        var later = await world.StoreAsync(Event(Other) with { Delay = TimeSpan.FromHours(1) });
        (await StateAsync(world, later.EventId)).ShouldBe("delayed");

        var stored = await world.StoreAsync(Event(Other));
        var id = stored.Ready[0].Id;
        Fail(world, stored, new DeliveryEnd.Retry { Id = id, Attempt = 0, Delay = TimeSpan.Zero, Failure = Failure }, RunOutcome.Retry);
        (await StateAsync(world, stored.EventId)).ShouldBe("retrying");
        Fail(world, stored, new DeliveryEnd.Park { Id = id, Attempt = 1, Failure = Failure }, RunOutcome.Parked);
        (await StateAsync(world, stored.EventId)).ShouldBe("parked");
        await world.Deliveries.ReplayAsync(new() { Tenant = Other }, 1_000, CancellationToken.None);
        (await StateAsync(world, stored.EventId)).ShouldBe("queued");
        Fail(world, stored, new DeliveryEnd.Dead { Id = id, Attempt = 0, Failure = Failure }, RunOutcome.Dead);
        var dead = (await ReadAsync(world, stored.EventId, Other)).ShouldHaveSingleItem();
        (dead.State, dead.Id, dead.Reason, dead.Message, dead.IsEnded).ShouldBe((EventDeliveryState.Dead, id, "ScriptError", "no", true));
        await world.Deliveries.ReplayAsync(new() { Tenant = Other }, 1_000, CancellationToken.None);
        var again = (await ReadAsync(world, stored.EventId, Other)).ShouldHaveSingleItem();
        (again.State, again.Id > id, again.IsEnded).ShouldBe((EventDeliveryState.Queued, true, false));
        await world.Deliveries.DropAsync(new() { Tenant = Other }, CancellationToken.None);
        (await StateAsync(world, stored.EventId)).ShouldBe("dropped");

        var skipped = await world.StoreAsync(Event(Other));
        Commit(world, FinishedRun.Empty(Other) with
        {
            Delivery = new DeliveryEnd.Done { Id = skipped.Ready[0].Id, Attempt = 0 },
            History = History(skipped.EventId, skipped.Ready[0].Id, RunOutcome.Skipped),
        });
        (await StateAsync(world, skipped.EventId)).ShouldBe("skipped");
    }

    [DatabaseFact]
    public async Task A_delivery_whose_worker_died_three_times_is_dead()
    {
        await using var world = await LaneWorld.CreateAsync();
        var stored = await world.StoreAsync(Event(Other));
        for (var death = 0; death < 3; death++)
        {
            await world.KillAsync(Other, stored.Ready[0].Id);
        }

        var dead = (await ReadAsync(world, stored.EventId, Other)).ShouldHaveSingleItem();

        (dead.State, dead.Attempts).ShouldBe((EventDeliveryState.Dead, 3));
    }

    [DatabaseFact]
    public async Task Results_are_removed_when_they_are_too_old_the_oldest_first_and_a_batch_at_a_time()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            insert into event_results (owner_type, owner_id, event_id, template, result, bytes, created_at)
            select 'guild', '1', md5(n::text)::uuid, n::text, '1', 1, now() - n * interval '1 hour' from generate_series(1, 30) n
            """);
        var store = new EventResultStore(world.Database);

        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 4, CancellationToken.None)).ShouldBe(4);
        (await world.Test.ReadAsync<int>("select max(template::int) from event_results")).ShouldBe(26);
        (await store.DeleteExpiredAsync(TimeSpan.FromHours(24), 4, CancellationToken.None)).ShouldBe(3);
        (await world.CountAsync("event_results")).ShouldBe(23);
    }

    private static string Told(EventDelivery delivery) => $"{delivery.Template} {delivery.State.Word()} {delivery.Attempts}";

    private static Task<IReadOnlyList<EventDelivery>> ReadAsync(LaneWorld world, Guid eventId, TenantId? tenant = null) =>
        new EventResultStore(world.Database).ReadAsync(tenant ?? Guild, eventId, CancellationToken.None);

    private static async Task<string> StateAsync(LaneWorld world, Guid eventId) => (await ReadAsync(world, eventId, Other)).ShouldHaveSingleItem().State.Word();

    private static void Commit(LaneWorld world, AcceptOutcome.Accepted stored, string template, KeptResult? result) =>
        Commit(world, Done(stored.EventId, stored.Ready.Single(delivery => delivery.Template == template).Id, template, result));

    private static void Fail(LaneWorld world, AcceptOutcome.Accepted stored, DeliveryEnd end, RunOutcome outcome) =>
        Commit(world, FinishedRun.Empty(Other) with { Delivery = end, History = History(stored.EventId, end.Id, outcome) with { Attempt = end.Attempt + 1, Reason = "ScriptError", Message = "no" } });

    private static void Commit(LaneWorld world, FinishedRun run)
    {
        using var committer = new RunCommitter(world.Database);
        committer.Commit([run]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
    }

    private static FinishedRun Done(Guid eventId, long id, string template, KeptResult? result) => FinishedRun.Empty(Guild) with
    {
        Delivery = new DeliveryEnd.Done { Id = id, Attempt = 0 },
        History = History(eventId, id, RunOutcome.Done) with { Template = template },
        Result = result,
    };

    private static SentAction Action(AcceptOutcome.Accepted stored, long id) => new()
    {
        Id = Guid.CreateVersion7(),
        Type = "t",
        DataJson = "1",
        Channel = "a",
        Sender = new SendingRun("a", Guid.NewGuid(), stored.EventId, id),
    };

    private static HistoryEntry History(Guid eventId, long id, RunOutcome outcome) => new()
    {
        Template = "a",
        Version = 1,
        EventId = eventId,
        EventName = "message",
        Delivery = id,
        Attempt = 1,
        Outcome = outcome,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Wall = TimeSpan.Zero,
        Cpu = TimeSpan.Zero,
        Worker = "w",
    };
}
