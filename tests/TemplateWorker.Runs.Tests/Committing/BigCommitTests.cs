using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests.Committing;

/// <summary>Runs that write much are committed beside the others, not among them.</summary>
public sealed class BigCommitTests
{
    private const int Neighbours = 10;
    private const int RunsEach = 10;
    private const string Hog = "hog";

    private const string Big = "on('go', () => { for (let i = 0; i < 15; i++) kv.set('k' + i, 'v'.repeat(200000)); return 'written'; });";
    private const string Small = "on('go', () => kv.increment('n'));";

    private static readonly TenantId Writer = new("guild", Hog);

    [DatabaseFact]
    public async Task A_hundred_small_runs_are_committed_while_a_big_one_is()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Writer, "t", Big, "go");
        var neighbours = await PublishNeighboursAsync(fixture);
        var gate = await CommitGate.CloseAsync(fixture.Test, Hog);

        var big = fixture.RunAsync(Writer, "go");
        await RuntimeFixture.UntilAsync(gate.IsReachedAsync, () => "the big commit at the gate");
        for (var i = 1; i <= RunsEach; i++)
        {
            var reports = await Task.WhenAll(neighbours.Select(neighbour => fixture.RunAsync(neighbour, "go")));
            reports.Select(report => report.ResultJson).ShouldAllBe(result => result == $"{i}");
        }

        big.IsCompleted.ShouldBeFalse();
        (await gate.IsReachedAsync()).ShouldBeTrue("the big commit was under way all the time");
        await gate.OpenAsync();
        (await big).ResultJson.ShouldBe("\"written\"");
    }

    [DatabaseFact]
    public async Task A_big_commit_that_is_under_way_when_the_worker_stops_is_finished()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Writer, "t", Big, "go");
        var gate = await CommitGate.CloseAsync(fixture.Test, Hog);
        var big = fixture.RunAsync(Writer, "go");
        await RuntimeFixture.UntilAsync(gate.IsReachedAsync, () => "the big commit at the gate");

        var drained = fixture.Runtime.DrainAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        drained.IsCompleted.ShouldBeFalse();
        await gate.OpenAsync();

        (await drained).ShouldBeTrue();
        (await big).Failure.ShouldBeNull();
        (await fixture.Test.ReadAsync<long>("select count(*) from tenant_kv where owner_id = 'hog'")).ShouldBe(15);
    }

    [DatabaseFact]
    public async Task A_big_run_that_conflicts_is_repeated_like_any_other()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Writer, "t", "on('go', () => { kv.increment('n'); for (let i = 0; i < 5; i++) kv.set('k' + i, 'v'.repeat(200000)); const end = Date.now() + 200; while (Date.now() < end) {} });", "go");
        var gate = await CommitGate.CloseAsync(fixture.Test, "other");
        await fixture.PublishAsync(new TenantId("guild", "other"), "t", Big, "go");
        var first = fixture.RunAsync(new TenantId("guild", "other"), "go");
        await RuntimeFixture.UntilAsync(gate.IsReachedAsync, () => "the first big commit at the gate");

        var second = fixture.RunAsync(Writer, "go");
        await fixture.UntilRunningAsync(Writer);
        await fixture.UntilIdleAsync();
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', 'hog', 'n', '41')");
        await gate.OpenAsync();

        (await first).Failure.ShouldBeNull();
        (await second).Repeats.ShouldBe(1);
        (await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where owner_id = 'hog' and key = 'n'")).ShouldBe("42");
    }

    [DatabaseFact]
    public async Task The_connection_of_big_commits_goes_back_to_the_pool_when_there_are_none()
    {
        Database? pool = null;
        await using var fixture = await RuntimeFixture.CreateAsync(committing: async test => pool = await test.OpenAsync(maxConnections: 2));
        await using var owned = pool;
        await fixture.PublishAsync(Writer, "t", Big, "go");
        var neighbours = await PublishNeighboursAsync(fixture);
        (await fixture.RunAsync(neighbours[0], "go")).Failure.ShouldBeNull();
        (await fixture.RunAsync(Writer, "go")).Failure.ShouldBeNull();

        // The committer of small runs has the other one of the two connections.
        new KeyValueStore(pool!).Read(Writer, [new KeyName(Scopes.None, "k0")])[0].ShouldNotBeNull();

        (await fixture.RunAsync(Writer, "go")).Failure.ShouldBeNull("it takes one again");
    }

    private static async Task<TenantId[]> PublishNeighboursAsync(RuntimeFixture fixture)
    {
        var neighbours = Enumerable.Range(0, Neighbours).Select(i => new TenantId("guild", $"neighbour-{i}")).ToArray();
        foreach (var neighbour in neighbours)
        {
            await fixture.PublishAsync(neighbour, "t", Small, "go");
        }

        return neighbours;
    }
}
