using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed class SuspensionTests
{
    private const string Counter = "on('count', () => { kv.increment('n'); });";

    [DatabaseFact]
    public async Task What_a_suspended_tenant_has_queued_waits_and_runs_when_it_is_resumed_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await RunningSupervisor.StartAsync(database);
        await using var other = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();
        await one.PublishAsync("guild:1", "counter", Counter);
        await RunAsync(folder, database, "lanes", "pause", "guild:1", "--all");
        for (var number = 0; number < 5; number++)
        {
            (await SendAsync(one)).ShouldBe(202);
        }

        await RunAsync(folder, database, "tenants", "suspend", "guild:1", "--reason", "unpaid");
        foreach (var supervisor in new[] { one, other })
        {
            (await Eventually.IsWithinAsync(TimeSpan.FromSeconds(1), async () => await SendAsync(supervisor) == 403)).ShouldBeTrue(supervisor.Process.Output);
        }

        var queued = await database.ReadAsync<long>("select count(*) from deliveries");
        await RunAsync(folder, database, "lanes", "resume", "guild:1", "--all");
        // Another tenant runs meanwhile, so the lanes were looked at.
        await one.PublishAsync("guild:2", "counter", Counter);
        (await SendAsync(other, "guild/2")).ShouldBe(202);
        await Eventually.HoldsAsync(async () => $"{await one.KeyAsync("guild:2", "n")}" == "1", () => one.Process.Output);
        (await database.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(queued);

        await RunAsync(folder, database, "tenants", "resume", "guild:1");

        await Eventually.HoldsAsync(async () => $"{await one.KeyAsync("guild:1", "n")}" == $"{queued}", () => one.Process.Output);
        (await SendAsync(one)).ShouldBe(202);
    }

    [DatabaseFact]
    public async Task A_suspension_ends_by_itself_and_what_was_queued_runs()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        await supervisor.PublishAsync("guild:1", "counter", Counter);
        (await supervisor.Client.PostAsync("/v1/tenants/guild/1/pause", null)).EnsureSuccessStatusCode().Dispose();
        (await SendAsync(supervisor)).ShouldBe(202);
        var until = TimeProvider.System.GetUtcNow().AddSeconds(4);
        using var suspended = await supervisor.Client.PutAsJsonAsync("/v1/tenants/guild/1/suspension", new { reason = "pause", until = until.ToString("O") });
        suspended.EnsureSuccessStatusCode();
        (await supervisor.Client.PostAsync("/v1/tenants/guild/1/resume", null)).EnsureSuccessStatusCode().Dispose();
        (await SendAsync(supervisor)).ShouldBe(403);

        await Eventually.HoldsAsync(async () => $"{await supervisor.KeyAsync("guild:1", "n")}" == "1", () => supervisor.Process.Output);

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(until.AddSeconds(-1));
        (await SendAsync(supervisor)).ShouldBe(202);
    }

    private static async Task<int> SendAsync(RunningSupervisor supervisor, string tenant = "guild/1")
    {
        using var answer = await supervisor.Client.PostAsJsonAsync($"/v1/tenants/{tenant}/events", new { name = "count" });
        return (int)answer.StatusCode;
    }

    private static async Task RunAsync(OperatorFolder folder, TestDatabase database, params string[] arguments)
    {
        await using var process = RunningProcess.Start([.. arguments, "--config", folder.WriteConfig(database)]);
        (await process.ExitCodeAsync()).ShouldBe(0, process.Output);
    }
}
