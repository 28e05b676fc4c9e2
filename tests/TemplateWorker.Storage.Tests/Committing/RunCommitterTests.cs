using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class RunCommitterTests
{
    [DatabaseFact]
    public async Task One_group_applies_what_still_holds_and_leaves_out_what_does_not()
    {
        await using var world = await RunWorld.CreateAsync();
        foreach (var tenant in Enumerable.Range(1, 8))
        {
            await world.PutAsync(tenant, "there", "1");
        }

        var update = world.Read(1, "there");
        var stale = world.Read(2, "there");
        await world.PutAsync(2, "there", "2");
        var absent = world.Read(3, "new");
        var wronglyAbsent = world.Read(4, "late");
        await world.PutAsync(4, "late", "1");
        var delete = world.Read(5, "there");
        var deletedSince = world.Read(8, "there");
        await world.Keys.DeleteAsync(Tenant(8), Name("there"), CancellationToken.None);

        var verdicts = world.Commit(
            Run(1) with { Writes = [new KeyWrite(Name("there"), "10", update)] },
            Run(2) with { Reads = [stale], Writes = [new KeyWrite(Name("other"), "10", null)] },
            Run(3) with { Writes = [new KeyWrite(Name("new"), "10", absent)] },
            Run(4) with { Writes = [new KeyWrite(Name("late"), "10", wronglyAbsent)] },
            Run(5) with { Writes = [new KeyWrite(Name("there"), null, delete)] },
            Run(6) with { Writes = [new KeyWrite(Name("there"), "10", null), new KeyWrite(Name("new"), "11", null)] },
            Run(7) with { Writes = [new KeyWrite(Name("there"), null, null), new KeyWrite(Name("never"), null, null)] },
            Run(8) with { Writes = [new KeyWrite(Name("there"), "10", deletedSince)] });

        var version = verdicts[0].ShouldBeOfType<RunVerdict.Committed>().Version;
        var committed = new RunVerdict.Committed(version);
        RunVerdict stays = RunVerdict.Stale.Instance;
        verdicts.Select(WithoutPlaces).ShouldBe([committed, stays, committed, stays, committed, committed, committed, stays]);
        world.Json(1, "there").ShouldBe("10");
        world.Json(2, "there").ShouldBe("2");
        world.Json(2, "other").ShouldBeNull();
        world.Json(3, "new").ShouldBe("10");
        world.Json(4, "late").ShouldBe("1");
        world.Json(5, "there").ShouldBeNull();
        world.Json(6, "there").ShouldBe("10");
        world.Json(6, "new").ShouldBe("11");
        world.Json(7, "there").ShouldBeNull();
        world.Json(8, "there").ShouldBeNull();
        foreach (var (tenant, key) in ((int, string)[])[(1, "there"), (3, "new"), (6, "there"), (6, "new")])
        {
            world.Version(tenant, key).ShouldBe(version);
        }
    }

    [DatabaseFact]
    public async Task A_version_that_a_commit_returned_is_good_for_the_next_run()
    {
        await using var world = await RunWorld.CreateAsync();
        var name = new KeyName(Scopes.Of("b", "a\"", "c,"), "counter");
        KeyRead read = new(name, null);
        for (var count = 1; count <= 5; count++)
        {
            var verdict = world.Commit(Run(1) with { Reads = [read], Writes = [new KeyWrite(name, $"{count}", read)] })[0];
            read = new KeyRead(name, verdict.ShouldBeOfType<RunVerdict.Committed>().Version);
        }

        world.Keys.Read(Tenant(1), [name])[0]!.Json.ShouldBe("5");
    }

    [DatabaseFact]
    public async Task A_place_that_a_commit_returned_is_where_the_row_lies()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(1, "b", "1");

        var verdict = world.Commit(Run(1) with
        {
            Reads = [world.Read(1, "a")],
            Writes = [new KeyWrite(Name("new"), "1", null), new KeyWrite(Name("b"), "2", world.Read(1, "b")), new KeyWrite(Name("a"), "2", null)],
        })[0];

        verdict.ShouldBeOfType<RunVerdict.Committed>().Places.ShouldBe([default, world.Read(1, "b").Place, world.Read(1, "a").Place]);
    }

    [DatabaseFact]
    public async Task A_row_that_has_moved_since_it_was_read_is_found_by_its_key()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "z", "1");
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(2, "b", "1");
        var (a, b) = (world.Read(1, "a"), world.Read(2, "b"));

        await world.Test.ExecuteAsync("cluster tenant_kv using kv_unique_entry");
        world.Read(1, "a").Place.ShouldNotBe(a.Place);

        world.Commit(Run(1) with { Writes = [new KeyWrite(Name("a"), "2", a)] }, Run(2) with { Writes = [new KeyWrite(Name("b"), "2", b)] })
            .ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        world.Json(1, "a").ShouldBe("2");
        world.Json(2, "b").ShouldBe("2");
    }

    [DatabaseFact]
    public async Task A_place_where_another_key_lies_says_nothing()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'a', '1'), ('guild', '1', 'b', '1')
            """);
        var a = world.Read(1, "a") with { Place = world.Read(1, "b").Place };

        world.Commit(Run(1) with { Writes = [new KeyWrite(Name("a"), "2", a)] })[0].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("2");
        world.Json(1, "b").ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_run_that_only_read_is_checked_too()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(2, "a", "1");
        var good = Run(1) with { Reads = [world.Read(1, "a"), world.Read(1, "absent")] };
        var stale = Run(2) with { Reads = [world.Read(2, "a"), world.Read(2, "absent")] };
        await world.PutAsync(2, "absent", "1");

        world.Commit(good, stale).ShouldBe([new RunVerdict.Committed(0), RunVerdict.Stale.Instance]);
    }

    [DatabaseFact]
    public async Task A_blind_write_of_a_key_that_was_read_holds_only_while_the_reading_does()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        var run = Put(1, "a", "10") with { Reads = [world.Read(1, "a")] };
        await world.PutAsync(1, "a", "2");

        world.Commit(run).ShouldBe([RunVerdict.Stale.Instance]);
        world.Json(1, "a").ShouldBe("2");
    }

    [DatabaseFact]
    public async Task A_key_that_was_deleted_and_made_again_is_not_what_was_read()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        var run = Run(1) with { Reads = [world.Read(1, "a")] };
        await world.Keys.DeleteAsync(Tenant(1), Name("a"), CancellationToken.None);
        await world.PutAsync(1, "a", "1");

        world.Commit(run).ShouldBe([RunVerdict.Stale.Instance]);
    }

    [DatabaseTheory]
    [InlineData("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k2', '1')")]
    [InlineData("update tenant_kv set value = '2' where key = 'k1'")]
    [InlineData("delete from tenant_kv where key = 'k1'")]
    public async Task A_listing_is_stale_once_anything_in_its_range_changed(string change)
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "k1", "1");
        await world.PutAsync(2, "k1", "1");
        var stale = Put(1, "result", "1") with { Ranges = [world.List(1, "k")] };
        var good = Put(2, "result", "1") with { Ranges = [world.List(2, "k"), world.List(2, "nothing")] };
        await world.Test.ExecuteAsync(change.Contains("where", StringComparison.Ordinal) ? change + " and owner_id = '1'" : change);

        var verdicts = world.Commit(stale, good);

        verdicts[0].ShouldBe(RunVerdict.Stale.Instance);
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "result").ShouldBeNull();
        world.Json(2, "result").ShouldBe("1");
    }

    [DatabaseFact]
    public async Task A_listing_does_not_care_for_what_is_outside_its_page()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "k1", "1");
        await world.PutAsync(1, "k2", "1");
        var run = Put(1, "result", "1") with { Ranges = [world.List(1, "k", limit: 2)] };
        await world.PutAsync(1, "k3", "1");
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(2, "k1", "1");

        world.Commit(run)[0].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_listing_that_the_run_itself_changes_is_checked_as_it_was()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "k1", "1");

        world.Commit(Put(1, "k2", "1") with { Ranges = [world.List(1, "k")] })[0].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_group_writes_the_state_of_those_who_saw_the_latest()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.States.PutDataAsync(Tenant(1), "1", CancellationToken.None);
        await world.States.PutDataAsync(Tenant(2), "1", CancellationToken.None);
        await world.States.SetBannedAsync(Tenant(5), true, CancellationToken.None);
        var update = new StateRead(world.States.Read(Tenant(1)).Version);
        var stale = new StateRead(world.States.Read(Tenant(2)).Version);
        await world.States.PutDataAsync(Tenant(2), "2", CancellationToken.None);
        await world.States.PutDataAsync(Tenant(4), "2", CancellationToken.None);

        var verdicts = world.Commit(
            Run(1) with { StateRead = update, StateWriteJson = "10" },
            Put(2, "a", "10") with { StateRead = stale, StateWriteJson = "10" },
            Run(3) with { StateRead = new StateRead(null), StateWriteJson = "10" },
            Run(4) with { StateRead = new StateRead(null) },
            Run(5) with { StateWriteJson = "10" },
            Run(6) with { StateWriteJson = "10" },
            Run(7) with { StateRead = new StateRead(null) });

        var version = verdicts[0].ShouldBeOfType<RunVerdict.Committed>().Version;
        var committed = new RunVerdict.Committed(version);
        RunVerdict stays = RunVerdict.Stale.Instance;
        verdicts.ShouldBe([committed, stays, committed, stays, committed, committed, committed]);
        world.Json(2, "a").ShouldBeNull();
        Enumerable.Range(1, 7).Select(tenant => world.States.Read(Tenant(tenant)).DataJson)
            .ShouldBe(["10", "2", "10", "2", "10", "10", "{}"]);
        world.States.Read(Tenant(5)).Banned.ShouldBeTrue();
        world.States.Read(Tenant(1)).Version.ShouldBe(version);
        world.States.Read(Tenant(6)).Version.ShouldBe(version);
    }

    [DatabaseFact]
    public async Task A_full_group_of_sixty_four_commits_and_one_more_is_refused()
    {
        await using var world = await RunWorld.CreateAsync();
        var runs = Enumerable.Range(1, RunCommitter.MaxGroup + 1).Select(tenant => Put(tenant, "a", "1")).ToArray();

        world.Commit(runs[..^1]).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        Should.Throw<ArgumentException>(() => world.Commit(runs)).Message.ShouldStartWith("A group holds at most 64 runs, was 65.");
        world.Commit().ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_group_with_two_runs_of_a_tenant_or_a_run_with_two_writes_of_a_key_is_a_mistake_of_the_caller()
    {
        await using var world = await RunWorld.CreateAsync();

        Should.Throw<ArgumentException>(() => world.Commit(Put(1, "a", "1"), Put(1, "b", "1")))
            .Message.ShouldStartWith("A group holds one run per tenant, but two of guild:1.");
        Should.Throw<ArgumentException>(() => world.Commit(Run(1) with
        {
            Writes = [new KeyWrite(Name("a"), "1", null), new KeyWrite(Name("a"), "2", null)],
        })).Message.ShouldStartWith("A run must not write the same key twice");
        world.Commit(Put(1, "a", "1"))[0].ShouldBeOfType<RunVerdict.Committed>();
    }

    private static RunVerdict WithoutPlaces(RunVerdict verdict) =>
        verdict is RunVerdict.Committed committed ? committed with { Places = [] } : verdict;
}
