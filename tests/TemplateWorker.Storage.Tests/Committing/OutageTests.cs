using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class OutageTests
{
    private const string OtherSessions = """
        select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        """;

    [DatabaseFact]
    public async Task A_connection_that_was_killed_between_commits_is_a_transient_fault_and_the_next_commit_connects_again()
    {
        await using var world = await RunWorld.CreateAsync();
        world.Commit(Put(1, "a", "1"))[0].ShouldBeOfType<RunVerdict.Committed>();
        await world.Test.ReadAsync<long>(OtherSessions);

        var exception = Should.Throw<StorageException>(() => world.Commit(Put(1, "a", "2")));

        exception.IsTransient.ShouldBeTrue();
        exception.Fault.ShouldBe(StorageFault.ConnectionLost);
        world.Commit(Put(1, "a", "3"))[0].ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("3");
    }

    [DatabaseFact]
    public async Task A_connection_that_was_lost_while_it_was_idle_is_found_out_before_the_commit()
    {
        await using var world = await RunWorld.CreateAsync();
        await using var database = await Database.OpenAsync(
            new DatabaseOptions { ConnectionString = world.Test.ConnectionString, MaxConnections = 2, TrialAfter = TimeSpan.Zero }, CancellationToken.None);
        using var committer = new RunCommitter(database);
        committer.Commit([Put(1, "a", "1")]);
        committer.GiveUpDeadConnection();
        database.Losses.ShouldBe(0);
        await world.Test.ReadAsync<long>(OtherSessions);

        committer.GiveUpDeadConnection();

        // The server is the same one.
        database.Losses.ShouldBe(0);
        committer.Commit([Put(1, "a", "2")]).Verdicts.ShouldHaveSingleItem().ShouldBeOfType<RunVerdict.Committed>();
        world.Json(1, "a").ShouldBe("2");
    }

    [DatabaseFact]
    public async Task A_connection_that_is_killed_in_the_middle_of_a_commit_leaves_all_or_nothing()
    {
        await using var world = await RunWorld.CreateAsync();
        world.Commit(Put(1, "a", "1"));
        await using var holder = await world.Test.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var update = holder.CreateCommand())
        {
            update.CommandText = "update tenant_kv set value = '2'";
            await update.ExecuteNonQueryAsync();
        }

        // One that waits for longer than a committer usually does, so that it is met in the middle.
        using var patient = new RunCommitter(world.Test.Database, TimeProvider.System, patience: TimeSpan.FromMinutes(1));
        var commit = Task.Run(() => patient.Commit([Put(1, "a", "10"), Put(2, "b", "10")]));
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>($"""
                select count(pg_terminate_backend(pid)) from pg_stat_activity where {holder.ProcessID} = any (pg_blocking_pids(pid))
                """) > 0,
            "a committer that waits for the row");

        var exception = await Should.ThrowAsync<StorageException>(() => commit);
        await transaction.RollbackAsync();
        exception.IsTransient.ShouldBeTrue();
        world.Json(1, "a").ShouldBe("1");
        world.Json(2, "b").ShouldBeNull();
        world.Commit(Put(1, "a", "10"), Put(2, "b", "10")).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
    }
}
