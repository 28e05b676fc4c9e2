using Npgsql;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class StalledSessionTests
{
    [DatabaseFact]
    public async Task A_session_of_a_stopped_process_that_holds_a_tenants_lock_is_ended_and_the_run_commits()
    {
        await using var world = await RunWorld.CreateAsync();
        await using var stalled = await HoldAsync(world, world.Test.ConnectionString, "template-worker");

        // A session counts as stalled when it has waited for its client for a second.
        await Waiting.UntilAsync(
            () => Task.FromResult(world.Commit(Put(1, "a", "1"), Put(2, "a", "1")).All(verdict => verdict is RunVerdict.Committed)),
            "the end of the stalled session");

        await Should.ThrowAsync<NpgsqlException>(async () =>
        {
            await using var late = new NpgsqlCommand("commit", stalled);
            await late.ExecuteNonQueryAsync();
        });
    }

    [DatabaseFact]
    public async Task A_session_of_another_program_that_holds_the_lock_is_left_alone()
    {
        await using var world = await RunWorld.CreateAsync();
        await using var other = await HoldAsync(world, world.Test.ConnectionString, "somebody-else");

        var verdicts = world.Commit(Put(1, "a", "1"), Put(2, "a", "1"));

        verdicts[0].ShouldBeOfType<RunVerdict.Blocked>();
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
        await using var alive = new NpgsqlCommand("select 1", other);
        (await alive.ExecuteScalarAsync()).ShouldBe(1);
    }

    private static async Task<NpgsqlConnection> HoldAsync(RunWorld world, string address, string program)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(address) { ApplicationName = program, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; select pg_advisory_xact_lock($1)".Replace("$1", $"{TenantLock.KeyOf(Tenant(1))}"), connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}
