using System.Diagnostics;
using Npgsql;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

/// <summary>A session outside holds a row or a lock of one tenant for long, such as a psql with an open transaction.</summary>
public sealed class HeldRowTests
{
    private const int Tenants = RunCommitter.MaxGroup;
    private const int Rounds = 60;

    [DatabaseTheory]
    [InlineData("update tenant_kv set value = '2' where owner_id = '7'")]
    [InlineData("select pg_advisory_xact_lock({lock of 7})")]
    public async Task A_row_or_a_tenant_held_by_another_session_costs_only_its_own_tenant(string hold)
    {
        await using var world = await RunWorld.CreateAsync();
        Commit(world).ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        var free = Measure(world, _ => true);

        await using var outside = await HoldAsync(world, hold);
        var held = Measure(world, tenant => tenant != 7);
        await outside.DisposeAsync();

        // The first group searches for the blocked tenant; the later ones must not be delayed. Generous, for a busy machine.
        held.Total.ShouldBeLessThan((free.Total * 4) + TimeSpan.FromSeconds(5));
        await Waiting.UntilAsync(
            () => Task.FromResult(Commit(world)[6] is RunVerdict.Committed), "the commit of the tenant whose row is free again");
    }

    [DatabaseFact]
    public async Task A_blocked_run_is_told_when_to_come_again_and_is_not_waited_for_before()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        await using var outside = await HoldAsync(world, "update tenant_kv set value = '2'");
        using var committer = new RunCommitter(world.Test.Database, new StoppedTime());

        var first = committer.Commit([Put(1, "a", "10")]).Verdicts[0].ShouldBeOfType<RunVerdict.Blocked>();
        var second = committer.Commit([Put(1, "a", "10"), Put(2, "a", "10")]).Verdicts;

        first.RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
        second[0].ShouldBe(first);
        second[1].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_tenant_whose_last_commit_was_refused_commits_alone_until_one_succeeds()
    {
        await using var world = await RunWorld.CreateAsync();
        var bad = Put(2, "a", "\"\\u0000\"");
        world.Commit(Put(1, "a", "1"), bad, Put(3, "a", "1"))[1].ShouldBeOfType<RunVerdict.Rejected>();

        var again = world.Commit(Put(1, "a", "2"), bad, Put(3, "a", "2"));
        again[1].ShouldBeOfType<RunVerdict.Rejected>();
        Versions(again[0], again[2]).ShouldBe(1, "the neighbours are one group at once, without a search for the run at fault");

        var good = world.Commit(Put(1, "a", "3"), Put(2, "a", "3"));
        Versions(good[0], good[1]).ShouldBe(2, "the tenant commits alone until one succeeds");
        var together = world.Commit(Put(1, "a", "4"), Put(2, "a", "4"));
        Versions(together[0], together[1]).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_run_at_which_the_committer_itself_fails_is_refused_and_its_neighbours_commit()
    {
        await using var world = await RunWorld.CreateAsync();
        var broken = Run(2) with { Writes = [new KeyWrite(Name("a"), "1", null), new KeyWrite(Name("a"), "2", null)] };

        Should.Throw<ArgumentException>(() => world.Commit(Put(1, "a", "1"), broken, Put(3, "a", "1")));
        var verdicts = world.Commit(Put(1, "a", "1"), broken, Put(3, "a", "1"));

        verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
        verdicts[1].ShouldBeOfType<RunVerdict.Rejected>();
        verdicts[2].ShouldBeOfType<RunVerdict.Committed>();
    }

    [DatabaseFact]
    public async Task A_commit_that_an_operator_cancels_is_blocked_and_its_neighbours_commit()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        await using var outside = await HoldAsync(world, "begin; update tenant_kv set value = '2'");
        using var committer = new RunCommitter(world.Test.Database, TimeProvider.System, patience: TimeSpan.FromMinutes(1));

        var commit = Task.Run(() => committer.Commit([Put(1, "a", "10"), Put(2, "a", "10")]).Verdicts);
        await Waiting.UntilAsync(
            async () => await world.Test.ReadAsync<long>(
                $"select count(pg_cancel_backend(pid)) from pg_stat_activity where {outside.ProcessID} = any (pg_blocking_pids(pid))") > 0,
            "a commit that waits for the row");

        var verdicts = await commit;
        verdicts[0].ShouldBeOfType<RunVerdict.Blocked>();
        verdicts[1].ShouldBeOfType<RunVerdict.Committed>();
    }

    private static int Versions(params RunVerdict[] verdicts) =>
        verdicts.Select(verdict => verdict.ShouldBeOfType<RunVerdict.Committed>().Version).Distinct().Count();

    private static IReadOnlyList<RunVerdict> Commit(RunWorld world) =>
        world.Commit([.. Enumerable.Range(1, Tenants).Select(tenant => Put(tenant, "a", "1"))]);

    private static Latencies Measure(RunWorld world, Func<int, bool> mustCommit)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var verdicts = Commit(world);
            times.Add(Stopwatch.GetElapsedTime(start));
            for (var tenant = 1; tenant <= Tenants; tenant++)
            {
                (verdicts[tenant - 1] is RunVerdict.Committed).ShouldBe(mustCommit(tenant), $"{tenant} in round {round}: {verdicts[tenant - 1]}");
            }
        }

        return new Latencies(times);
    }

    private static async Task<NpgsqlConnection> HoldAsync(RunWorld world, string sql)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(world.Test.ConnectionString) { ApplicationName = "psql", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"begin; {sql.Replace("{lock of 7}", $"{TenantLock.KeyOf(Tenant(7))}", StringComparison.Ordinal)}", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private sealed class Latencies(List<TimeSpan> times)
    {
        public TimeSpan Total { get; } = times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
    }
}
