using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class LetterUsageTests
{
    private static readonly AttemptFailure Failure = new() { Reason = "ScriptError", Message = "no", Stack = null, Worker = "w", Wall = TimeSpan.Zero };

    [DatabaseFact]
    public async Task Dead_letters_are_counted_when_they_come_and_when_they_are_replayed_or_dropped()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        for (var n = 0; n < 3; n++)
        {
            committer.Commit([await DeadAsync(world)]).Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
        }

        (await world.Test.CountedAsync()).ShouldBe(["2 dead_letters 3 21"]);
        await world.Deliveries.ReplayAsync(new DeliveryFilter { Tenant = Other, Limit = 1 }, 100, CancellationToken.None);
        (await world.Test.CountedAsync()).ShouldBe(["2 dead_letters 2 14"]);
        await world.Test.ShouldBeExactAsync();
        await world.Deliveries.DropAsync(new DeliveryFilter { Tenant = Other, Limit = 100 }, CancellationToken.None);
        (await world.Test.CountedAsync()).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_quarantined_delivery_is_counted_and_kept_beyond_the_quota()
    {
        await using var world = await LaneWorld.CreateAsync();
        var ids = new[] { (await world.StoreAsync(Event(Other))).Ready[0].Id, (await world.StoreAsync(Event(Other))).Ready[0].Id };

        foreach (var id in ids)
        {
            await world.KillAsync(Other, id);
            await world.KillAsync(Other, id);
            await world.KillAsync(Other, id);
        }

        (await world.CountAsync("dead_letters")).ShouldBe(2);
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseTheory]
    [InlineData(1, 1_000, Quota.DeadLetters)]
    [InlineData(1_000, 13, Quota.DeadLetterBytes)]
    public async Task A_delivery_that_would_be_a_dead_letter_too_many_stays_where_it_is(int letters, int bytes, Quota quota)
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var limits = new TenantLimits { DeadLetters = letters, DeadLetterBytes = bytes };
        committer.Commit([await DeadAsync(world) with { Limits = limits }]).Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();

        var run = await DeadAsync(world) with { Limits = limits };
        committer.Commit([run]).Verdicts[0].ShouldBeOfType<RunVerdict.OverQuota>().Use.Quota.ShouldBe(quota);

        (await world.CountAsync("dead_letters")).ShouldBe(1);
        (await world.CountAsync("deliveries")).ShouldBe(1);
        await world.Test.ShouldBeExactAsync();
        var park = new DeliveryEnd.Park { Id = run.Delivery!.Id, Attempt = 0, Failure = Failure };
        committer.Commit([run with { Delivery = park }]).Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_failed_run_whose_reads_are_stale_is_repeated_though_there_is_no_room_for_its_dead_letter()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var read = new KeyRead(Committing.RunWorld.Name("n"), null);
        await world.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '2', 'n', '1')");

        committer.Commit([await DeadAsync(world) with { Limits = new TenantLimits { DeadLetters = 0 }, Reads = [read] }]).Verdicts[0]
            .ShouldBeOfType<RunVerdict.Stale>();
    }

    [DatabaseFact]
    public async Task A_run_may_write_keys_and_leave_a_dead_letter_in_one_commit()
    {
        await using var world = await LaneWorld.CreateAsync();
        using var committer = new RunCommitter(world.Database);
        var write = new KeyWrite(Committing.RunWorld.Name("n"), "1", null);

        committer.Commit([await DeadAsync(world) with { Writes = [write] }]).Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();

        (await world.Test.CountedAsync()).ShouldBe(["2 dead_letters 1 7", "2 keys 1 256"]);
        await world.Test.ShouldBeExactAsync();
    }

    private static async Task<FinishedRun> DeadAsync(LaneWorld world) => FinishedRun.Empty(Other) with
    {
        Delivery = new DeliveryEnd.Dead { Id = (await world.StoreAsync(Event(Other))).Ready[0].Id, Attempt = 0, Failure = Failure },
    };
}
