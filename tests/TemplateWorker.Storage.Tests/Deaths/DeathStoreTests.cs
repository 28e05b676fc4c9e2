using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Deaths;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Deaths;

public sealed class DeathStoreTests
{
    [DatabaseFact]
    public async Task A_death_is_an_attempt_that_is_counted_apart_and_told()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;

        var counted = await world.KillAsync(Other, id);

        counted.ShouldBe(new CountedDeath { Id = id, Tenant = Other, Template = "a", Deaths = 1, Verdict = DeathVerdict.Again });
        (await listener.NextAsync()).ShouldBe($"{Other.Slot}");
        var delivery = (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None)).ShouldNotBeNull();
        (delivery.Summary.State, delivery.Summary.Attempt, delivery.Summary.Deaths, delivery.Summary.Reason)
            .ShouldBe((DeliveryState.Retrying, 1, 1, "WorkerLost"));
        var failure = delivery.Failures.ShouldHaveSingleItem();
        failure.Attempt.ShouldBe(1);
        failure.Failure.ShouldBe(Notice(Other, id, 0).Failure);
        var run = (await world.History.ListAsync(new HistoryFilter { Tenant = Other }, CancellationToken.None)).ShouldHaveSingleItem();
        (run.Entry.Outcome, run.Entry.Reason, run.Entry.Attempt, run.Entry.Delivery, run.Entry.Version, run.Entry.Worker)
            .ShouldBe((RunOutcome.Retry, "WorkerLost", 1, id, 1, "host:1/0"));
        run.Entry.Wall.ShouldBe(TimeSpan.FromMilliseconds(1500));
        (run.FinishedAt - run.Entry.StartedAt).ShouldBe(run.Entry.Wall);
    }

    [DatabaseFact]
    public async Task A_delivery_that_is_to_rest_is_due_when_it_has_rested_unless_it_is_given_up()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Policies.WriteAsync(Other, "a", new DeliveryPolicy { OnExhausted = ExhaustedAction.Park }, CancellationToken.None);
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        const string DueIn = "select extract(epoch from not_before - (select max(finished_at) from history))::int from deliveries";

        await world.Deaths.CountAsync([Notice(Other, id, 0) with { Rest = TimeSpan.FromSeconds(5) }], CancellationToken.None);
        (await world.Test.ReadAsync<int>(DueIn)).ShouldBe(5);

        await world.KillAsync(Other, id);
        (await world.Test.ReadAsync<bool>("select not_before is null from deliveries")).ShouldBeTrue("this one was not to rest");

        await world.Deaths.CountAsync([Notice(Other, id, 2) with { Rest = TimeSpan.FromSeconds(5) }], CancellationToken.None);
        (await world.Test.ReadAsync<bool>("select not_before is null from deliveries")).ShouldBeTrue("it is parked");
    }

    [DatabaseFact]
    public async Task A_tenant_that_costs_one_worker_after_the_other_rests_twice_as_long_each_time()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            create table history_before partition of history
            for values from ('2000-01-01') to (date_trunc('month', now() at time zone 'UTC') at time zone 'UTC')
            """);
        List<int> rests = [];
        for (var n = 0; n < 10; n++)
        {
            rests.Add(await RestAsync(Other));
        }

        rests.ShouldBe([5, 10, 20, 40, 80, 160, 320, 600, 600, 600], "seconds");
        (await RestAsync(Guild)).ShouldBe(5, "it has cost none");
        await world.Test.ExecuteAsync("update history set finished_at = finished_at - interval '61 minutes'");
        (await RestAsync(Other)).ShouldBe(5, "an hour later");

        async Task<int> RestAsync(TenantId tenant)
        {
            var id = (await world.StoreAsync(Event(tenant))).Ready[0].Id;
            await world.Deaths.CountAsync([Notice(tenant, id, 0) with { Rest = TimeSpan.FromSeconds(5) }], CancellationToken.None);
            return await world.Test.ReadAsync<int>(
                $"select extract(epoch from not_before - (select max(finished_at) from history))::int from deliveries where id = {id}");
        }
    }

    [DatabaseFact]
    public async Task The_third_death_makes_the_delivery_a_dead_letter_and_its_lane_goes_on()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await world.StoreAsync(Event(Other, n: 2));
        await world.KillAsync(Other, id);
        await world.KillAsync(Other, id);

        var counted = await world.KillAsync(Other, id);

        (counted.Deaths, counted.Verdict).ShouldBe((3, DeathVerdict.Quarantined));
        (await world.QueuedAsync()).ShouldBe(["2 a 2"]);
        var letter = (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None)).ShouldNotBeNull();
        (letter.Summary.State, letter.Summary.Attempt, letter.Summary.Deaths, letter.Summary.Reason, letter.Summary.Message)
            .ShouldBe((DeliveryState.Dead, 3, 3, "Quarantined", "The worker died in attempt 3."));
        letter.Failures.Select(failure => failure.Attempt).ShouldBe([1, 2, 3]);
        (await world.History.ListAsync(new HistoryFilter { Tenant = Other }, CancellationToken.None))
            .Select(run => (run.Entry.Outcome, run.Entry.Reason))
            .ShouldBe([(RunOutcome.Dead, "Quarantined"), (RunOutcome.Retry, "WorkerLost"), (RunOutcome.Retry, "WorkerLost")]);
    }

    [DatabaseFact]
    public async Task Where_the_policy_says_so_the_third_death_parks_the_lane()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Policies.WriteAsync(Other, "a", new DeliveryPolicy { OnExhausted = ExhaustedAction.Park }, CancellationToken.None);
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await world.KillAsync(Other, id);
        await world.KillAsync(Other, id);

        (await world.KillAsync(Other, id)).Verdict.ShouldBe(DeathVerdict.Parked);

        var lane = (await world.Lanes.ListAsync(Other, CancellationToken.None)).Lanes.ShouldHaveSingleItem();
        lane.Queued.ShouldBe(1);
        lane.Parked.ShouldNotBeNull();
        (lane.Parked.Delivery, lane.Parked.Reason).ShouldBe((id, "Quarantined"));
        (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None))!.Summary.State.ShouldBe(DeliveryState.Parked);
    }

    [DatabaseFact]
    public async Task A_delivery_that_was_brought_on_by_somebody_else_is_not_counted()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;

        (await world.Deaths.CountAsync([Notice(Other, id, 1), Notice(Other, id + 1, 0), Notice(Guild, id, 0)], CancellationToken.None)).ShouldBeEmpty();

        (await world.CountAsync("history")).ShouldBe(0);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        (await world.Test.ReadAsync<int>("select attempt + deaths from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_commit_that_is_under_way_is_waited_for_and_wins()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await using var committer = await world.Test.ConnectAsync();
        await using var transaction = await committer.BeginTransactionAsync();
        await using (var retry = committer.CreateCommand())
        {
            retry.CommandText = "update deliveries set attempt = 1";
            await retry.ExecuteNonQueryAsync();
        }

        var counting = world.Deaths.CountAsync([Notice(Other, id, 0)], CancellationToken.None);
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>(
                $"select count(*) from pg_stat_activity where {committer.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "the count waits for the row");
        await transaction.CommitAsync();

        (await counting).ShouldBeEmpty();
        (await world.Test.ReadAsync<int>("select deaths from deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Counting_the_same_death_twice_at_the_same_time_counts_it_once()
    {
        await using var world = await LaneWorld.CreateAsync();
        var ids = (await world.AcceptAsync([.. Enumerable.Range(0, 20).Select(_ => Event(Other))]))
            .Cast<AcceptOutcome.Accepted>().Select(outcome => outcome.Ready[0].Id).ToArray();
        var notices = ids.Select(id => Notice(Other, id, 0)).ToArray();

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Deaths.CountAsync(notices, CancellationToken.None)));

        counts.Sum(counted => counted.Count).ShouldBe(20);
        (await world.Test.ReadAsync<long>("select sum(deaths) from deliveries")).ShouldBe(20);
        (await world.CountAsync("history")).ShouldBe(20);
    }

    [DatabaseFact]
    public async Task Only_the_last_twenty_failures_are_kept()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        await world.Test.ExecuteAsync("""
            update deliveries set attempt = 20, failures = (
                select jsonb_agg(jsonb_build_object('attempt', n, 'at', now(), 'reason', 'r', 'message', 'm', 'stack', null, 'worker', 'w', 'wall_ms', 1) order by n)
                from generate_series(1, 20) n)
            """);

        await world.KillAsync(Other, id);

        (await world.Deliveries.ReadAsync(Other, id, CancellationToken.None))!.Failures.Select(failure => failure.Attempt)
            .ShouldBe(Enumerable.Range(2, 20));
    }

    [DatabaseFact]
    public async Task A_death_waits_for_a_commit_that_holds_its_tenant_and_those_of_other_tenants_are_counted()
    {
        await using var world = await LaneWorld.CreateAsync();
        var id = (await world.StoreAsync(Event(Other))).Ready[0].Id;
        var free = (await world.StoreAsync(Event(Guild, "join"))).Ready[0].Id;
        await using var commit = await world.Test.ConnectAsync();
        await using var transaction = await commit.BeginTransactionAsync();
        await using var take = new Npgsql.NpgsqlCommand($"select pg_advisory_xact_lock({TenantLock.KeyOf(Other)})", commit);
        await take.ExecuteNonQueryAsync();

        var fault = await Should.ThrowAsync<StorageException>(
            () => world.Deaths.CountAsync([Notice(Other, id, 0), Notice(Guild, free, 0)], CancellationToken.None));
        (await world.Test.ReadTextsAsync("select deaths::text from deliveries order by id")).ShouldBe(["0", "1"]);
        fault.Fault.ShouldBe(StorageFault.LockNotAvailable);
        await using var done = new Npgsql.NpgsqlCommand("delete from deliveries where owner_id = '2'", commit);
        await done.ExecuteNonQueryAsync();
        await transaction.CommitAsync();

        (await world.Deaths.CountAsync([Notice(Other, id, 0)], CancellationToken.None)).ShouldBeEmpty();
    }
}
