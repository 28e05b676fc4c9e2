using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class RejectionTests
{
    [DatabaseTheory]
    [InlineData("key", "\"\\u0000\"", "22P05")]
    [InlineData("key", "{\"a\":", "22P02")]
    [InlineData("a\0b", "1", "22021")]
    [InlineData("", "1", "23514")]
    public async Task A_run_that_the_database_refuses_fails_none_of_its_neighbours(string key, string json, string reason)
    {
        await using var world = await RunWorld.CreateAsync();
        var runs = Enumerable.Range(1, 20)
            .Select(tenant => tenant is 7 ? Put(tenant, key, json) : Put(tenant, "a", $"{tenant}")).ToArray();

        var verdicts = world.Commit(runs);

        verdicts[6].ShouldBeOfType<RunVerdict.Rejected>().Message.ShouldContain(reason);
        verdicts.Where((_, index) => index != 6).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        Enumerable.Range(1, 20).Select(tenant => world.Json(tenant, "a"))
            .ShouldBe(Enumerable.Range(1, 20).Select(tenant => tenant is 7 ? null : $"{tenant}"));
    }

    [DatabaseFact]
    public async Task Half_a_surrogate_pair_in_a_key_or_a_value_rejects_the_run_alone()
    {
        await using var world = await RunWorld.CreateAsync();

        var verdicts = world.Commit(Put(1, "a\ud800b", "1"), Put(2, "a", "1"), Put(3, "a", "\"\udc00\""));

        verdicts[0].ShouldBeOfType<RunVerdict.Rejected>().Message.ShouldContain("surrogate");
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        verdicts[2].ShouldBeOfType<RunVerdict.Rejected>().Message.ShouldContain("surrogate");
    }

    [DatabaseFact]
    public async Task Json_nested_deeper_than_the_servers_stack_rejects_the_run()
    {
        await using var world = await RunWorld.CreateAsync();

        var verdicts = world.Commit(Put(1, "a", new string('[', 200_000) + new string(']', 200_000)), Put(2, "a", "1"));

        verdicts[0].ShouldBeOfType<RunVerdict.Rejected>().Message.ShouldContain("54001");
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_rejected_run_leaves_nothing_behind_and_the_committer_goes_on()
    {
        await using var world = await RunWorld.CreateAsync();
        var bad = Run(1) with
        {
            Writes = [new KeyWrite(Name("good"), "1", null), new KeyWrite(Name("bad"), "\"\\u0000\"", null)],
            StateWriteJson = "1",
        };

        world.Commit(bad)[0].ShouldBeOfType<RunVerdict.Rejected>();

        world.Json(1, "good").ShouldBeNull();
        world.States.Read(Tenant(1)).Version.ShouldBeNull();
        world.Commit(Put(1, "good", "2"))[0].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_violated_constraint_is_named_without_the_value()
    {
        await using var world = await RunWorld.CreateAsync();

        var message = world.Commit(Put(1, new string('s', 600), "\"secret\""))[0].ShouldBeOfType<RunVerdict.Rejected>().Message;

        message.ShouldContain("tenant_kv_key_bytes");
        message.ShouldNotContain("secret");
    }

    [DatabaseFact]
    public async Task Several_bad_runs_are_all_found()
    {
        await using var world = await RunWorld.CreateAsync();
        var runs = Enumerable.Range(0, RunCommitter.MaxGroup)
            .Select(tenant => Put(tenant, "a", tenant % 9 == 0 ? "\"\\u0000\"" : "1")).ToArray();

        var verdicts = world.Commit(runs);

        for (var tenant = 0; tenant < runs.Length; tenant++)
        {
            (verdicts[tenant] is RunVerdict.Rejected).ShouldBe(tenant % 9 == 0);
            world.Json(tenant, "a").ShouldBe(tenant % 9 == 0 ? null : "1");
        }
    }

    [DatabaseFact]
    public async Task A_schema_that_is_not_there_is_the_operators_fault_and_no_runs()
    {
        await using var world = await RunWorld.CreateAsync();
        world.Commit(Put(1, "a", "1"));
        await world.Test.ExecuteAsync("drop table tenant_kv");

        var exception = Should.Throw<StorageException>(() => world.Commit(Put(1, "a", "2")));

        exception.SqlState.ShouldBe("42P01");
        exception.IsTransient.ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_missing_partition_of_the_history_is_the_servers_fault_and_no_runs()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            do $$
            declare child regclass;
            begin
                for child in select inhrelid::regclass from pg_inherits where inhparent = 'history'::regclass loop
                    execute format('alter table history detach partition %s', child);
                end loop;
            end $$
            """);
        var run = Put(1, "a", "1") with
        {
            History = new HistoryEntry
            {
                Template = "t",
                Version = 1,
                EventId = Guid.NewGuid(),
                EventName = "e",
                Delivery = null,
                Attempt = 1,
                Outcome = RunOutcome.Done,
                Reason = null,
                Message = null,
                Stack = null,
                StartedAt = DateTimeOffset.UnixEpoch,
                Wall = TimeSpan.Zero,
                Cpu = TimeSpan.Zero,
                Worker = "w",
            },
        };

        Should.Throw<StorageException>(() => world.Commit(run)).Message.ShouldContain("partition");

        await world.Test.ExecuteAsync("alter table history attach partition history_default default");
        world.Commit(run)[0].ShouldBeOfType<RunVerdict.Committed>();
    }
}
