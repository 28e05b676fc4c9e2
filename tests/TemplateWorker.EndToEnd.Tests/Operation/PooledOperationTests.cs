using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary>The program behind a real PgBouncer in transaction mode.</summary>
public sealed class PooledOperationTests
{
    private const int Sessions = 6;

    [PoolerFact]
    public async Task With_the_direct_address_events_run_and_templates_change_through_the_pooler()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(database, Sessions);
        await using var supervisor = await StartAsync(database, pooler);

        await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n'));");
        for (var expected = 1; expected <= 20; expected++)
        {
            (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(expected);
        }

        await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n', 100));");
        await Eventually.HoldsAsync(
            async () => (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>() >= 120, () => supervisor.Process.Output);
    }

    [PoolerFact]
    public async Task After_a_restart_of_the_pooler_the_first_call_of_each_kind_succeeds()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(database, Sessions);
        await using var supervisor = await StartAsync(database, pooler);
        await supervisor.PublishAsync("guild:1", "count", "on('count', () => kv.increment('n'));");
        (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(1);
        await supervisor.PutKeyAsync("guild:1", "k", "1");

        var lastUse = TimeProvider.System.GetTimestamp();
        await pooler.RestartAsync();
        // A connection that was in use until just now is not tried before it is used; this is no wait for the pooler.
        await Eventually.HoldsAsync(
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(lastUse) > TimeSpan.FromMilliseconds(200)), () => "the clock stands still");

        (await supervisor.ValueAsync("guild:1", "count", new { }))!.GetValue<int>().ShouldBe(2);
        await supervisor.PutKeyAsync("guild:1", "k", "2");
        ((int)(await supervisor.KeyAsync("guild:1", "k"))!).ShouldBe(2);
        using var stored = await supervisor.Client.PostAsJsonAsync("/v1/tenants/guild/1/events", new { name = "count" });
        ((int)stored.StatusCode).ShouldBe(202, await stored.Content.ReadAsStringAsync());
    }

    [PoolerFact]
    public async Task Without_the_direct_address_a_start_is_refused_with_what_to_add()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var pooler = await TestPooler.StartAsync(database, Sessions);
        var (process, folder) = RunningSupervisor.StartProcess(
            database, "", new Dictionary<string, string> { ["TEMPLATE_WORKER__META__POSTGRES_URL"] = Address(pooler) });
        await using var _ = process;
        using var __ = folder;

        (await process.ExitCodeAsync()).ShouldBe(2);
        process.Output.ShouldContain("a pooler in transaction mode");
        process.Output.ShouldContain("meta.direct_postgres_url");
    }

    private static Task<RunningSupervisor> StartAsync(TestDatabase database, TestPooler pooler) =>
        RunningSupervisor.StartAsync(database, "", new Dictionary<string, string>
        {
            ["TEMPLATE_WORKER__META__POSTGRES_URL"] = Address(pooler),
            ["TEMPLATE_WORKER__META__DIRECT_POSTGRES_URL"] = OperatorFolder.KeywordForm(database),
        });

    private static string Address(TestPooler pooler)
    {
        var address = new Npgsql.NpgsqlConnectionStringBuilder(pooler.ConnectionString);
        return $"host={address.Host} port={address.Port} dbname={address.Database} user={address.Username} password='{address.Password}' sslmode=disable";
    }
}
