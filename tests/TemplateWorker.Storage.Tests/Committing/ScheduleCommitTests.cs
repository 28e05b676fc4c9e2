using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class ScheduleCommitTests
{
    [DatabaseFact]
    public async Task A_run_makes_replaces_and_removes_schedules_with_its_writes()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new ScheduleStore(world.Test.Database);

        world.Commit(Put(1, "k", "1") with { Schedules = [new("a", Content("@hourly")), new("b", Content("@daily"))] })
            .ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
        store.ReadNames(Tenant(1)).Names.Order(StringComparer.Ordinal).ShouldBe(["a", "b"]);

        world.Commit(Run(1) with { Schedules = [new("a", Content("@weekly")), new("b", null), new("none", null)] })
            .ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
        var left = (await store.ListAsync(Tenant(1), null, 10, CancellationToken.None)).ShouldHaveSingleItem();
        (left.Name, left.Content.Cron, left.Content.Template, left.Content.CatchUp).ShouldBe(("a", "@weekly", "t", CatchUp.Last));
    }

    [DatabaseFact]
    public async Task A_run_that_is_left_out_schedules_nothing()
    {
        await using var world = await RunWorld.CreateAsync();
        var absent = world.Read(1, "k");
        await world.PutAsync(1, "k", "1");

        world.Commit(Run(1) with { Reads = [absent], Schedules = [new("a", Content("@hourly"))] })
            .ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Stale>();

        new ScheduleStore(world.Test.Database).ReadNames(Tenant(1)).Names.ShouldBeEmpty();
    }

    private static ScheduleContent Content(string cron) => new()
    {
        Cron = cron,
        TimeZone = "UTC",
        EventName = "tick",
        DataJson = "null",
        CatchUp = CatchUp.Last,
        Template = "t",
        NextAt = DateTimeOffset.UnixEpoch,
    };
}
