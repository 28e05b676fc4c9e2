using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>Many lanes that all have waited come to one script thread at once, as after a worker's death.</summary>
public sealed class CrowdedThreadTests
{
    private const int Tenants = 30;
    private const int Each = 5;

    [DatabaseFact]
    public async Task A_lane_whose_thread_is_crowded_does_what_it_can_in_its_first_turn()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var first = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1"))
        {
            foreach (var tenant in Enumerable.Range(0, Tenants))
            {
                await first.PublishAsync(string.Create(CultureInfo.InvariantCulture, $"crowd:{tenant}"), "adder", """on("add", () => kv.increment("n"));""");
            }
        }

        await database.ExecuteAsync(
            $"select template_worker_emit('crowd', tenant::text, 'add', '0') from generate_series(1, {Each}), generate_series(0, {Tenants - 1}) as tenant");
        await using var second = await RunningSupervisor.StartAsync(database, "scripting: { threads: 1 }", "--process-workers", "1");
        await Eventually.HoldsAsync(async () => await database.ReadAsync<long>("select count(*) from deliveries") == 0, () => second.Process.Output);

        (await database.ReadAsync<long>($"select count(*) from tenant_kv where key = 'n' and value = '{Each}'")).ShouldBe(Tenants);

        // The last of the crowd is one no longer, and a first run may take so long that the next is left for later.
        var together = await database.ReadAsync<long>("""
            select count(*) from (
                select xmin::text = lead(xmin::text) over lane as shared, row_number() over lane as place
                from history window lane as (partition by owner_id order by delivery)
            ) runs where place = 1 and shared
            """);
        together.ShouldBeGreaterThan(Tenants * 3 / 4);
    }
}
