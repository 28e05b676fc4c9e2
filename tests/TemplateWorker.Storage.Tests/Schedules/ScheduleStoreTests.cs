using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Schedules;

public sealed class ScheduleStoreTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly DateTimeOffset Past = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Future = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [DatabaseFact]
    public async Task A_schedule_is_written_read_listed_and_removed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        var content = Content(Future) with { Template = "t", DataJson = """{"b": 1,  "a": 2}""" };

        var written = (await WriteAsync(store, "daily", content)).ShouldBeOfType<ScheduleOutcome.Written>();

        written.Schedule.Content.ShouldBe(content);
        written.Schedule.LastAt.ShouldBeNull();
        written.Schedule.UpdatedAt.ShouldBe(written.Schedule.CreatedAt);
        (await store.ReadAsync(Tenant, "daily", CancellationToken.None)).ShouldBe(written.Schedule);
        (await store.ListAsync(Tenant, null, 10, CancellationToken.None)).ShouldBe(
            [written.Schedule with { Content = content with { DataJson = "null" } }], "a list is read without data");
        store.ReadNames(Tenant).Names.ShouldBe(["daily"]);
        (await store.DeleteAsync(Tenant, "daily", CancellationToken.None)).ShouldBeTrue();
        (await store.DeleteAsync(Tenant, "daily", CancellationToken.None)).ShouldBeFalse();
        (await store.ReadAsync(Tenant, "daily", CancellationToken.None)).ShouldBeNull();
    }

    [DatabaseFact]
    public async Task A_schedule_that_is_written_again_is_replaced()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await WriteAsync(store, "s", Content(Future));

        var written = (await WriteAsync(store, "s", Content(Future) with { Cron = "@hourly", CatchUp = CatchUp.Last }))
            .ShouldBeOfType<ScheduleOutcome.Written>();

        written.Schedule.Content.Cron.ShouldBe("@hourly");
        written.Schedule.UpdatedAt.ShouldBeGreaterThan(written.Schedule.CreatedAt);
        store.ReadNames(Tenant).Names.Count.ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Lists_go_by_code_points_a_page_at_a_time()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        foreach (var name in new[] { "b", "B", "é", "a" })
        {
            await WriteAsync(store, name, Content(Future));
        }

        (await store.ListAsync(Tenant, null, 3, CancellationToken.None)).Select(schedule => schedule.Name).ShouldBe(["B", "a", "b"]);
        (await store.ListAsync(Tenant, "b", 3, CancellationToken.None)).Select(schedule => schedule.Name).ShouldBe(["é"]);
    }

    [DatabaseFact]
    public async Task A_tenant_has_no_more_schedules_than_it_may_however_many_write_at_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => WriteAsync(store, $"s{number}", Content(Future), 5)));

        outcomes.Count(outcome => outcome is ScheduleOutcome.Written).ShouldBe(5);
        outcomes.Count(outcome => outcome == new ScheduleOutcome.TooMany(5)).ShouldBe(7);
        var name = store.ReadNames(Tenant).Names[0];
        (await WriteAsync(store, name, Content(Future), 5)).ShouldBeOfType<ScheduleOutcome.Written>();
    }

    [DatabaseFact]
    public async Task A_due_schedule_fires_to_its_subscribers_and_moves_on_in_one_step()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "tick", "other");
        await test.SubscribeAsync(Tenant, "two", "tick");
        await test.SubscribeAsync(new TenantId("guild", "2"), "one", "tick");
        await WriteAsync(store, "s", Content(Past) with { DataJson = """{"n":  1}""" });
        (await store.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeLessThan(TimeSpan.Zero);

        var due = await store.ReadDueAsync(10, CancellationToken.None);
        var move = new ScheduleMove(due.Schedules.ShouldHaveSingleItem(), [Past, Past.AddHours(1)], Future);
        (await store.MoveAsync([move], CancellationToken.None)).ShouldBe(new MovedSchedules(1, 4));

        (await test.DeliveriesAsync()).ShouldBe(
            ["1 one tick {\"n\":  1}", "1 two tick {\"n\":  1}", "1 one tick {\"n\":  1}", "1 two tick {\"n\":  1}"]);
        (await test.ReadAsync<long>("select count(distinct event_id) from deliveries")).ShouldBe(2);
        (await test.ReadAsync<short>("select min(slot) from deliveries")).ShouldBe((short)Tenant.Slot);
        var schedule = (await store.ReadAsync(Tenant, "s", CancellationToken.None)).ShouldNotBeNull();
        schedule.Content.NextAt.ShouldBe(Future);
        schedule.LastAt.ShouldBe(Past.AddHours(1));
        (await store.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromDays(365));
    }

    [DatabaseFact]
    public async Task Whoever_waits_for_a_slot_is_woken_when_a_schedule_of_it_fires()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "tick");
        await WriteAsync(store, "s", Content(Past));
        await using var listener = await test.ConnectAsync();
        await using var listen = new Npgsql.NpgsqlCommand("listen template_worker_wake", listener);
        await listen.ExecuteNonQueryAsync();
        var woken = new List<string>();
        listener.Notification += (_, notification) => woken.Add(notification.Payload);

        await FireOnceAsync(store);

        await listener.WaitAsync(TimeSpan.FromSeconds(20));
        woken.ShouldBe([$"{Tenant.Slot}"]);
    }

    [DatabaseFact]
    public async Task Passes_that_run_at_once_fire_every_time_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var other = await test.OpenAsync();
        ScheduleStore[] stores = [new(test.Database), new(other)];
        for (var number = 0; number < 40; number++)
        {
            var tenant = new TenantId("guild", $"{number % 8}");
            await test.SubscribeAsync(tenant, "one", "tick");
            await stores[0].WriteAsync(tenant, $"s{number}", Content(Past.AddSeconds(number)), 100, CancellationToken.None);
        }

        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            var sum = 0;
            for (var pass = 0; pass < 8; pass++)
            {
                sum += (await FireOnceAsync(stores[number % 2], batch: 10)).Moved;
            }

            return sum;
        })));

        moved.Sum().ShouldBe(40);
        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(40);
        (await test.ReadAsync<long>("select count(*) from schedules where next_at < now()")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_schedule_that_was_written_after_it_was_read_is_left_alone()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "tick");
        await WriteAsync(store, "s", Content(Past));
        var due = await store.ReadDueAsync(10, CancellationToken.None);

        await WriteAsync(store, "s", Content(Past) with { Cron = "@hourly" });

        (await store.MoveAsync([new ScheduleMove(due.Schedules[0], [Past], Future)], CancellationToken.None))
            .ShouldBe(new MovedSchedules(0, 0));
        (await test.DeliveriesAsync()).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task The_schedules_of_a_banned_tenant_move_on_without_firing()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "tick");
        await WriteAsync(store, "s", Content(Past));
        await test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('guild', '1', true)");

        (await FireOnceAsync(store)).ShouldBe(new MovedSchedules(1, 0));
        (await store.ReadDueAsync(10, CancellationToken.None)).Schedules.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_schedule_that_has_no_time_left_stays_and_is_not_due()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await WriteAsync(store, "s", Content(Past));
        var due = await store.ReadDueAsync(10, CancellationToken.None);

        await store.MoveAsync([new ScheduleMove(due.Schedules[0], [], null)], CancellationToken.None);

        (await store.UntilNextAsync(CancellationToken.None)).ShouldBeNull();
        (await store.ReadAsync(Tenant, "s", CancellationToken.None)).ShouldNotBeNull().Content.NextAt.ShouldBeNull();
    }

    [DatabaseTheory]
    [InlineData("deliveries")]
    [InlineData("delayed_deliveries")]
    public async Task A_schedule_moves_on_without_firing_while_the_tenants_queue_is_full(string table)
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ScheduleStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "tick");
        await WriteAsync(store, "s", Content(Past));
        await test.ReadAsync<long>($"""
            with made as (
                insert into {table} ({(table == "deliveries" ? "" : "due_at, ")}slot, owner_type, owner_id, template, event_id, event, data)
                select {(table == "deliveries" ? "" : "now() + interval '1 day', ")}{Tenant.Slot}, 'guild', '1', 'one', '{Guid.NewGuid()}', 'e', 'null'
                from generate_series(1, 3)
                returning 1
            )
            select count(*) from made
            """);
        var due = (await store.ReadDueAsync(10, CancellationToken.None)).Schedules.ShouldHaveSingleItem();

        (await store.MoveAsync([new ScheduleMove(due, [Past], Past.AddHours(1)) { MaxQueued = 3 }], CancellationToken.None))
            .ShouldBe(new MovedSchedules(1, 0));
        due = (await store.ReadDueAsync(10, CancellationToken.None)).Schedules.ShouldHaveSingleItem();
        (await store.MoveAsync([new ScheduleMove(due, [Past], Future) { MaxQueued = 4 }], CancellationToken.None))
            .ShouldBe(new MovedSchedules(1, 1));
    }

    private static Task<ScheduleOutcome> WriteAsync(ScheduleStore store, string name, ScheduleContent content, int max = 100) =>
        store.WriteAsync(Tenant, name, content, max, CancellationToken.None);

    private static async Task<MovedSchedules> FireOnceAsync(ScheduleStore store, int batch = 200)
    {
        var due = await store.ReadDueAsync(batch, CancellationToken.None);
        return await store.MoveAsync(
            [.. due.Schedules.Select(schedule => new ScheduleMove(schedule, [schedule.NextAt], Future))], CancellationToken.None);
    }

    private static ScheduleContent Content(DateTimeOffset next) => new()
    {
        Cron = "@daily",
        TimeZone = "UTC",
        EventName = "tick",
        DataJson = "null",
        CatchUp = CatchUp.None,
        Template = null,
        NextAt = next,
    };
}
