using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Tests.Committing;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class RecountTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task Keys_that_another_program_writes_are_counted_by_the_next_pass()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new UsageStore(world.Test.Database);
        await world.PutAsync(1, "own", "1");
        (await RecountAsync(store)).Corrected.ShouldBeEmpty();
        await world.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || n, '1' from generate_series(1, 5) n");

        (await RecountAsync(store)).Corrected.ShouldBe([new RecountedTenant(Tenant, "keys", new KeptRows(5, 5 * 256))]);

        await world.Test.ShouldBeExactAsync();
        (await RecountAsync(store)).Corrected.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Keys_that_were_there_before_the_counters_are_counted_first()
    {
        await using var world = await RunWorld.CreateAsync();
        var store = new UsageStore(world.Test.Database);
        await world.Test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || n, '1' from generate_series(1, 5) n;
            insert into tenant_usage (owner_type, owner_id, kind) values ('guild', '1', 'keys')
            """);
        await world.Keys.DeleteAsync(Tenant, RunWorld.Name("k1"), CancellationToken.None);
        (await store.ReadAsync(Tenant, new TenantLimits(), CancellationToken.None)).ShouldSatisfyAllConditions(
            usage => usage.Keys.ShouldBe(new KeptRows(0, 0)), usage => usage.CountedAt.ShouldBeNull());

        var pass = await store.RecountAsync(TimeSpan.FromHours(24), 10, CancellationToken.None);

        pass.Corrected.ShouldBe([new RecountedTenant(Tenant, "keys", new KeptRows(5, 5 * 256)) { IsFirst = true }]);
        (await store.RecountAsync(TimeSpan.FromHours(24), 10, CancellationToken.None)).Compared.ShouldBe(0);
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task A_database_of_the_time_before_gets_a_counter_for_each_tenant_that_keeps_something_and_the_next_pass_counts_it()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var before = MigrationList.All.TakeWhile(migration => migration.Id != "tenant_usage").ToList();
        await new Migrator(test.Database, TimeProvider.System, before).ApplyAsync(_ => { }, CancellationToken.None);
        await test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value)
            select t, o, 'k' || n, '1' from (values ('guild', '1'), ('guild', '2'), ('no:tenant', '3')) v(t, o), generate_series(1, 5) n;
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message, failures)
            values ('guild', '2', 1, 't', '00112233-4455-6677-8899-aabbccddeeff', 'e', '"four"', 1, 0, 0, now(), 'ScriptError', 'no', '[]')
            """);

        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
        (await test.ReadTextsAsync("select concat_ws(' ', owner_id, kind, entries, bytes) from tenant_usage order by 1"))
            .ShouldBe(["1 keys 0 0", "2 dead_letters 0 0", "2 keys 0 0"]);
        await new UsageStore(test.Database).RecountAsync(TimeSpan.FromHours(24), 10, CancellationToken.None);

        (await test.CountedAsync()).ShouldBe(["1 keys 5 1280", "2 dead_letters 1 6", "2 keys 5 1280"]);
    }

    [DatabaseFact]
    public async Task Passes_and_writers_at_the_same_time_count_nothing_twice()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || n, '1' from generate_series(1, 50) n;
            insert into tenant_usage (owner_type, owner_id, kind) values ('guild', '1', 'keys')
            """);
        using var done = new CancellationTokenSource();
        var passes = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await RecountAsync(new UsageStore(world.Test.Database));
            }
        })).ToList();

        for (var n = 0; n < 60; n++)
        {
            await world.PutAsync(1, $"new{n}", "1");
            await world.Keys.DeleteAsync(Tenant, RunWorld.Name($"k{n}"), CancellationToken.None);
        }

        await done.CancelAsync();
        await Task.WhenAll(passes);
        await RecountAsync(new UsageStore(world.Test.Database));
        await world.Test.ShouldBeExactAsync();
    }

    [DatabaseFact]
    public async Task What_a_tenant_keeps_is_told_with_its_quotas()
    {
        await using var world = await RunWorld.CreateAsync();
        await world.PutAsync(1, "a", "1");
        await world.PutAsync(1, "b", "1");
        await world.Test.ExecuteAsync("""
            insert into logs (owner_type, owner_id, template, level, line, logged_at) values ('guild', '1', 't', 'info', 'four', now());
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up) values ('guild', '1', 's', 1, '* * * * *', 'UTC', 'e', '{}', 'none')
            """);
        var limits = new TenantLimits { Keys = 2 };

        var usage = await new UsageStore(world.Test.Database).ReadAsync(Tenant, limits, CancellationToken.None);

        usage.Keys.ShouldBe(new KeptRows(2, 512));
        usage.Schedules.ShouldBe(1);
        usage.LogsOfDay.ShouldBe(new KeptRows(1, 4));
        var quotas = usage.Quotas(limits);
        quotas.Select(quota => quota.Name).ShouldBe(
            [
                "keys", "storage", "queued_deliveries", "dead_letters", "dead_letter_bytes", "waiting_actions", "waiting_action_bytes", "schedules", "templates",
                "template_versions",
            ]);
        quotas.Where(quota => quota.IsNear).Select(quota => quota.Quota).ShouldBe([Quota.Keys]);
    }

    // Everything is due a moment after it was counted.
    private static Task<RecountPass> RecountAsync(UsageStore store) => store.RecountAsync(TimeSpan.FromTicks(-TimeSpan.TicksPerMinute), 10, CancellationToken.None);
}
