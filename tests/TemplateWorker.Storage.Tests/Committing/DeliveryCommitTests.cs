using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class DeliveryCommitTests
{
    private static readonly AttemptFailure Failure = new()
    {
        Reason = "ScriptError",
        Message = "no",
        Stack = "at index.js:1:2",
        Worker = "test/0",
        Wall = TimeSpan.FromMilliseconds(12.5),
    };

    [DatabaseFact]
    public async Task A_run_that_is_done_writes_its_keys_removes_its_delivery_and_leaves_a_line_of_history_together()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);

        Commit(committer, Run(new DeliveryEnd.Done { Id = id, Attempt = 0 })).ShouldBeOfType<RunVerdict.Committed>();

        (await CountAsync(world, "deliveries")).ShouldBe(0);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', owner_id, template, event, delivery, attempt, outcome, worker, wall_ms) from history"))
            .ShouldBe([$"2 a message {id} 1 done test/0 3"]);
        (await world.Test.ReadAsync<string>("select value::text from tenant_kv")).ShouldBe("1");
    }

    [DatabaseFact]
    public async Task Runs_of_a_lane_that_are_committed_together_remove_all_their_deliveries_and_leave_a_line_of_history_each()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var (first, second, third) = (await DeliveryAsync(world), await DeliveryAsync(world), await DeliveryAsync(world));
        var retry = new DeliveryEnd.Retry { Id = third, Attempt = 0, Delay = TimeSpan.Zero, Failure = Failure };

        Commit(committer, Run(retry) with { Earlier = [Earlier(first), Earlier(second)] }).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select concat_ws(' ', id, attempt) from deliveries")).ShouldBe([$"{third} 1"]);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', delivery, outcome) from history order by delivery"))
            .ShouldBe([$"{first} done", $"{second} done", $"{third} retry"]);
        (await world.Test.ReadAsync<string>("select value::text from tenant_kv")).ShouldBe("1");
    }

    [DatabaseFact]
    public async Task Of_runs_that_are_committed_together_none_is_written_when_one_of_their_deliveries_is_gone()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var (first, second) = (await DeliveryAsync(world), await DeliveryAsync(world));
        await world.Test.ExecuteAsync($"delete from deliveries where id = {first}");

        Commit(committer, Run(new DeliveryEnd.Done { Id = second, Attempt = 0 }) with { Earlier = [Earlier(first)] }).ShouldBeOfType<RunVerdict.Gone>();

        (await world.Test.ReadTextsAsync("select id::text from deliveries")).ShouldBe([$"{second}"]);
        (await CountAsync(world, "history")).ShouldBe(0);
        (await CountAsync(world, "tenant_kv")).ShouldBe(0);
    }

    [DatabaseTheory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_run_at_another_attempt_or_for_a_delivery_that_is_gone_writes_nothing(int attemptOff)
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);
        var end = attemptOff > 0 ? new DeliveryEnd.Done { Id = id, Attempt = 1 } : new DeliveryEnd.Done { Id = id + 1, Attempt = 0 };

        Commit(committer, Run(end)).ShouldBeOfType<RunVerdict.Gone>();

        (await CountAsync(world, "deliveries")).ShouldBe(1);
        (await CountAsync(world, "history")).ShouldBe(0);
        (await CountAsync(world, "tenant_kv")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_run_whose_slot_was_taken_over_writes_nothing_and_its_neighbour_commits()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);
        await world.Test.ExecuteAsync($"update slots set fence = 7 where slot = {Other.Slot}");
        var neighbour = FinishedRun.Empty(Guild) with { Writes = [new KeyWrite(RunWorld.Name("n"), "2", null)] };

        var verdicts = committer.Commit(
            [Run(new DeliveryEnd.Done { Id = id, Attempt = 0 }) with { Fence = new SlotFence(Other.Slot, 6) }, neighbour]).Verdicts;

        verdicts[0].ShouldBeOfType<RunVerdict.SlotLost>();
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        (await CountAsync(world, "deliveries")).ShouldBe(1);
        Commit(committer, Run(new DeliveryEnd.Done { Id = id, Attempt = 0 }) with { Fence = new SlotFence(Other.Slot, 7) })
            .ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_failed_attempt_is_kept_with_its_delivery_which_waits_for_the_next()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);
        var retry = new DeliveryEnd.Retry { Id = id, Attempt = 0, Delay = TimeSpan.FromMinutes(1), Failure = Failure };

        Commit(committer, Failed(retry)).ShouldBeOfType<RunVerdict.Committed>();
        Commit(committer, Failed(retry)).ShouldBeOfType<RunVerdict.Gone>();

        (await world.Test.ReadTextsAsync("""
            select concat_ws(' ', attempt, deaths, not_before - now() between interval '50 seconds' and interval '1 minute',
                failures->0->>'attempt', failures->0->>'reason', failures->0->>'stack', failures->0->>'wall_ms', failures->0 ? 'at') from deliveries
            """)).ShouldBe(["1 0 t 1 ScriptError at index.js:1:2 12.5 t"]);
    }

    [DatabaseFact]
    public async Task Of_the_failures_of_a_delivery_the_last_twenty_are_kept()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);

        for (var attempt = 0; attempt < 25; attempt++)
        {
            Commit(committer, Failed(new DeliveryEnd.Retry { Id = id, Attempt = attempt, Delay = TimeSpan.Zero, Failure = Failure }));
        }

        (await world.Test.ReadTextsAsync("select concat_ws(' ', jsonb_array_length(failures), failures->0->>'attempt', failures->19->>'attempt') from deliveries"))
            .ShouldBe(["20 6 25"]);
    }

    [DatabaseFact]
    public async Task A_delivery_that_is_given_up_becomes_a_dead_letter_with_all_that_is_known_of_it()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);

        Commit(committer, Failed(new DeliveryEnd.Dead { Id = id, Attempt = 0, Failure = Failure })).ShouldBeOfType<RunVerdict.Committed>();

        (await CountAsync(world, "deliveries")).ShouldBe(0);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', owner_id, id, template, event, data, attempt, reason, message, jsonb_array_length(failures)) from dead_letters"))
            .ShouldBe([$$"""2 {{id}} a message {"n":1} 1 ScriptError no 1"""]);
    }

    [DatabaseFact]
    public async Task A_delivery_that_is_parked_stays_and_holds_its_lane()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);

        Commit(committer, Failed(new DeliveryEnd.Park { Id = id, Attempt = 0, Failure = Failure })).ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.ReadTextsAsync("select concat_ws(' ', id, attempt) from deliveries")).ShouldBe([$"{id} 1"]);
        (await world.Test.ReadTextsAsync("select concat_ws(' ', owner_id, template, kind, slot, delivery, reason) from lane_holds"))
            .ShouldBe([$"2 a parked {Other.Slot} {id} ScriptError"]);
    }

    [DatabaseFact]
    public async Task A_stale_run_leaves_its_delivery_for_the_repeat()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var id = await DeliveryAsync(world);
        var done = Run(new DeliveryEnd.Done { Id = id, Attempt = 0 });

        Commit(committer, done with { Reads = [new KeyRead(RunWorld.Name("gone"), 4)] }).ShouldBeOfType<RunVerdict.Stale>();

        (await CountAsync(world, "deliveries")).ShouldBe(1);
        Commit(committer, done).ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task Emitted_events_become_deliveries_of_those_that_subscribe_when_the_run_commits()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        EmittedEvent Emit(string name, TimeSpan delay = default, string? key = null) =>
            new() { EventId = Guid.NewGuid(), Name = name, DataJson = "7", Hops = 3, Delay = delay, Key = key };
        var run = FinishedRun.Empty(Guild) with
        {
            Emits = [Emit("join"), Emit("message"), Emit("nobody"), Emit("join", TimeSpan.FromHours(1)), Emit("join", key: "k"), Emit("join", key: "k")],
        };

        Commit(committer, run).ShouldBeOfType<RunVerdict.Committed>();
        // The run is repeated, sees the key this time, and gets the first event's id.
        Commit(committer, FinishedRun.Empty(Guild) with { Emits = [Emit("join", key: "k")] }).ShouldBeOfType<RunVerdict.Stale>();
        Commit(committer, run with { Reads = [new KeyRead(RunWorld.Name("gone"), 4)] }).ShouldBeOfType<RunVerdict.Stale>();

        (await world.Test.ReadTextsAsync("select concat_ws(' ', event, template, data, hops) from deliveries order by id"))
            .ShouldBe(["join b 7 3", "message a 7 3", "message b 7 3", "join b 7 3"]);
        (await CountAsync(world, "delayed_deliveries")).ShouldBe(1);
    }

    private static RunVerdict Commit(RunCommitter committer, FinishedRun run) => committer.Commit([run]).Verdicts.ShouldHaveSingleItem();

    private static FinishedRun Run(DeliveryEnd end) => FinishedRun.Empty(Other) with
    {
        Delivery = end,
        Writes = [new KeyWrite(RunWorld.Name("n"), "1", null)],
        History = History(end),
    };

    private static EarlierRun Earlier(long id)
    {
        var done = new DeliveryEnd.Done { Id = id, Attempt = 0 };
        return new EarlierRun(done, History(done), null);
    }

    private static HistoryEntry History(DeliveryEnd end) => new()
    {
        Template = "a",
        Version = 1,
        EventId = Guid.NewGuid(),
        EventName = "message",
        Delivery = end.Id,
        Attempt = 1,
        Outcome = end is DeliveryEnd.Done ? RunOutcome.Done : RunOutcome.Retry,
        StartedAt = TimeProvider.System.GetUtcNow(),
        Wall = TimeSpan.FromMilliseconds(3),
        Cpu = TimeSpan.FromMilliseconds(1),
        Worker = "test/0",
    };

    private static FinishedRun Failed(DeliveryEnd end) => FinishedRun.Empty(Other) with { Delivery = end };

    private static async Task<long> DeliveryAsync(LaneWorld world) => (await world.StoreAsync(Event(Other))).Ready.ShouldHaveSingleItem().Id;

    private static Task<long> CountAsync(LaneWorld world, string table) => world.Test.ReadAsync<long>($"select count(*) from {table}");
}
