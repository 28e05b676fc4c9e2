using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Delivery;

/// <summary>Many lanes that all have waited come to one script thread at once, as after a worker's death.</summary>
public sealed class CrowdedThreadTests
{
    [DatabaseFact]
    public async Task A_lane_whose_thread_is_crowded_does_what_it_can_in_its_first_turn()
    {
        const int tenants = 30;

        // The last of the crowd is one no longer, and a second run may come too late after the first.
        (await PlayAsync(tenants, each: 5, milliseconds: 0)).ShouldBeGreaterThan(tenants * 3 / 4);
    }

    [DatabaseFact]
    public async Task The_effects_of_a_long_run_do_not_wait_for_the_next_one()
    {
        (await PlayAsync(tenants: 6, each: 2, milliseconds: 150)).ShouldBe(0);
    }

    /// <returns>Of how many lanes the first two runs were committed together.</returns>
    private static async Task<long> PlayAsync(int tenants, int each, int milliseconds)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var first = await RunningSupervisor.StartAsync(database, "", "--process-workers", "1"))
        {
            foreach (var tenant in Enumerable.Range(0, tenants))
            {
                await first.PublishAsync(string.Create(CultureInfo.InvariantCulture, $"crowd:{tenant}"), "adder", """
                    on("add", event => {
                      const end = Date.now() + event.data;
                      while (Date.now() < end) {}
                      kv.increment("n");
                    });
                    """);
            }
        }

        await database.ExecuteAsync(
            $"select template_worker_emit('crowd', tenant::text, 'add', '{milliseconds}') from generate_series(1, {each}), generate_series(0, {tenants - 1}) as tenant");
        await using var second = await RunningSupervisor.StartAsync(database, "scripting: { threads: 1 }", "--process-workers", "1");
        await Eventually.HoldsAsync(async () => await database.ReadAsync<long>("select count(*) from deliveries") == 0, () => second.Process.Output);

        (await database.ReadAsync<long>($"select count(*) from tenant_kv where key = 'n' and value = '{each}'")).ShouldBe(tenants);
        return await database.ReadAsync<long>("""
            select count(*) from (
                select xmin::text = lead(xmin::text) over lane as shared, row_number() over lane as place
                from history window lane as (partition by owner_id order by delivery)
            ) runs where place = 1 and shared
            """);
    }
}
