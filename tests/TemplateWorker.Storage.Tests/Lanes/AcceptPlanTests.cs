using TemplateWorker.Storage.Lanes;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Lanes.LaneWorld;

namespace TemplateWorker.Storage.Tests.Lanes;

public sealed class AcceptPlanTests
{
    [DatabaseFact]
    public async Task A_plan_made_while_the_queue_held_nothing_but_dead_rows_looks_up_the_lane_alone()
    {
        // So many that the lanes' index is higher than the primary key, which then looks cheaper to the planner.
        const int Dead = 60_000;
        await using var world = await LaneWorld.CreateAsync();
        await using var holder = await world.Test.ConnectAsync();
        await using var snapshot = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var look = new Npgsql.NpgsqlCommand("select 1 from slots limit 1", holder))
        {
            await look.ExecuteScalarAsync();
        }

        await world.Test.ExecuteAsync(
            $"""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select i % 4096, 'guild', 'other-' || i % 1000, 'counter', gen_random_uuid(), 'hit', '{"{}"}' from generate_series(1, {Dead}) i
            """);
        await world.Test.ExecuteAsync("delete from deliveries");
        await world.Test.ExecuteAsync("analyze deliveries");
        var before = await EntriesAsync(world.Test);
        await using (var database = await world.Test.OpenAsync())
        {
            var store = new EventStore(database);
            for (var i = 0; i < 10; i++)
            {
                (await store.AcceptAsync([Event(Guild)], AcceptMode.EachAlone, 0, CancellationToken.None)).ShouldHaveSingleItem();
            }
        }

        (await EntriesAsync(world.Test) - before).ShouldBeLessThan(Dead);
    }

    private static async Task<long> EntriesAsync(TestDatabase test)
    {
        // A session reports what it read when it ends.
        await Waiting.UntilAsync(
            async () => await test.ReadAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and query like '%from decided%' and pid <> pg_backend_pid()") == 0,
            "the end of the session");
        return await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'deliveries'");
    }
}
