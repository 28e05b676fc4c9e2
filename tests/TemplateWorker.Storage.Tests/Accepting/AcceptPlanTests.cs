using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class AcceptPlanTests
{
    [DatabaseFact]
    public async Task Plans_made_while_the_tables_were_empty_look_nothing_up_by_reading_the_whole_table()
    {
        await using var world = await LaneWorld.CreateAsync();
        // Vacuuming an empty table tells the planner that it has no page at all, so that reading all of it looks free.
        foreach (var table in (string[])["deliveries", "delayed_deliveries", "accepted_events", "tenant_state", "template_subscriptions"])
        {
            await world.Test.ExecuteAsync($"vacuum {table}");
        }

        await world.Test.ExecuteAsync("select pg_stat_reset()");
        await using (var database = await world.Test.OpenAsync())
        {
            var store = new EventStore(database);
            await store.AcceptAsync([Event(Guild, key: "1")], AcceptMode.EachAlone, 0, CancellationToken.None);
            await world.Test.ExecuteAsync("""
                insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
                select 1, 'guild', t::text, 'a', md5(n::text)::uuid, 'message', '1' from generate_series(1, 20) t, generate_series(1, 500) n
                """);
            for (var call = 0; call < 8; call++)
            {
                var outcomes = await store.AcceptAsync(
                    [Event(Guild, key: $"{call}"), Event(Other), Event(Other) with { Delay = TimeSpan.FromHours(1) }], AcceptMode.EachAlone, 0, CancellationToken.None);
                outcomes.Count(outcome => outcome is AcceptOutcome.Accepted or AcceptOutcome.Repeated).ShouldBe(3);
            }
        }

        await StoreSessionEndedAsync(world.Test);
        (await world.Test.ReadTextsAsync("""
            select relname || ' ' || seq_scan from pg_stat_user_tables
            where relname in ('deliveries', 'delayed_deliveries', 'accepted_events', 'tenant_state', 'template_subscriptions')
                and seq_scan > 0 order by relname
            """)).ShouldBeEmpty();
    }

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
            select i % 4096, 'guild', 'other-' || i % 1000, 'counter', md5(random()::text)::uuid, 'hit', '{"{}"}' from generate_series(1, {Dead}) i
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
        await StoreSessionEndedAsync(test);
        return await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'deliveries'");
    }

    /// <summary>A session reports what it read when it ends.</summary>
    private static Task StoreSessionEndedAsync(TestDatabase test) => Waiting.UntilAsync(
        async () => await test.ReadAsync<long>("""
            select count(*) from pg_stat_activity
            where datname = current_database() and query like '%accepted_events%' and pid <> pg_backend_pid()
            """) == 0,
        "the end of the store's session");
}
