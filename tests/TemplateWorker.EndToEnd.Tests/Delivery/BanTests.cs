using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

public sealed class BanTests
{
    private const int Events = 4;

    [DatabaseFact]
    public async Task A_ban_that_is_lifted_at_once_leaves_no_lane_standing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var supervisor = await RunningSupervisor.StartAsync(database);
        var tenant = Tenants.OfWorker(0).First();
        var path = $"/v1/tenants/{tenant.Replace(':', '/')}";
        await supervisor.PublishAsync(
            tenant, "slow", "on('e', () => { for (const end = Date.now() + 300; Date.now() < end;) {} kv.increment('n'); });");

        for (var round = 1; round <= 8; round++)
        {
            for (var number = 0; number < Events; number++)
            {
                using var accepted = await supervisor.Client.PostAsJsonAsync($"{path}/events", new { name = "e", data = number });
                ((int)accepted.StatusCode).ShouldBe(202);
            }

            (await supervisor.Client.PostAsync($"{path}/ban", null)).EnsureSuccessStatusCode().Dispose();
            (await supervisor.Client.PostAsync($"{path}/unban", null)).EnsureSuccessStatusCode().Dispose();

            long left = Events;
            await Eventually.HoldsAsync(
                async () => (left = await database.ReadAsync<long>("select count(*) from deliveries")) == 0, () => $"round {round}: {left} deliveries are left");
            $"{await supervisor.KeyAsync(tenant, "n")}".ShouldBe($"{round * Events}");
        }

        (await supervisor.WorkersAsync()).Select(worker => (long)worker!["stalled_lanes"]!).ShouldAllBe(stalled => stalled == 0);
    }
}
