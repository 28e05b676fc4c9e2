using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Supervision.Tests.Timekeeping;

/// <summary>What a supervisor does by the clock, on a database.</summary>
public sealed class TimekeepingTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Old_records_are_removed_batch_by_batch_and_then_a_minute_later()
    {
        var time = new FakeTimeProvider();
        var left = 2_500;
        var removal = new RecordRemoval("records", (most, _) => Task.FromResult(Take(most)), time);

        (await removal.UntilNextAsync(CancellationToken.None)).ShouldBe(TimeSpan.Zero);
        (await removal.RunBatchAsync(CancellationToken.None)).ShouldBe(1_000);
        (await removal.UntilNextAsync(CancellationToken.None)).ShouldBe(TimeSpan.Zero);
        (await removal.RunBatchAsync(CancellationToken.None)).ShouldBe(1_000);
        (await removal.RunBatchAsync(CancellationToken.None)).ShouldBe(500);
        time.Advance(TimeSpan.FromSeconds(20));
        (await removal.UntilNextAsync(CancellationToken.None)).ShouldBe(TimeSpan.FromSeconds(40));

        int Take(int most)
        {
            var taken = Math.Min(most, left);
            left -= taken;
            return taken;
        }
    }

    [DatabaseFact]
    public async Task A_schedule_that_was_due_while_nobody_was_there_catches_up_as_it_says()
    {
        await using var test = await TestDatabase.CreateAsync();
        foreach (var catchUp in new[] { "none", "last", "all" })
        {
            await SubscribeAsync(test, catchUp, "tick");
            await test.ExecuteAsync($"""
                insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
                values ('guild', '{catchUp}', 's', 1, '0 0 1 1 *', 'UTC', 'tick', 'null', '{catchUp}',
                    date_trunc('year', now() at time zone 'UTC' - interval '2 minutes') at time zone 'UTC' - interval '2 years')
                """);
        }

        var work = new ScheduleWork(new ScheduleStore(test.Database), new LimitOptions(), NullLogger<ScheduleWork>.Instance);
        (await work.RunBatchAsync(CancellationToken.None)).ShouldBe(3);

        (await test.ReadTextsAsync("select owner_id || ' ' || count(*) from deliveries group by owner_id order by 1")).ShouldBe(["all 3", "last 1"]);
        (await test.ReadAsync<long>("select count(*) from schedules where next_at > now() and next_at <= now() + interval '1 year 1 day'")).ShouldBe(3);
        (await test.ReadAsync<long>("select count(*) from schedules where last_at is null")).ShouldBe(1);
        (await work.RunBatchAsync(CancellationToken.None)).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task What_another_program_has_changed_is_counted_again_and_told_but_not_what_is_counted_for_the_first_time()
    {
        await using var test = await TestDatabase.CreateAsync();
        using var loggers = new CollectingLoggers();
        var recount = new UsageRecount(new UsageStore(test.Database), TimeProvider.System, loggers.CreateLogger<UsageRecount>());
        await test.ExecuteAsync("""
            insert into tenant_usage (owner_type, owner_id, kind) select 'guild', n::text, 'keys' from generate_series(1, 150) n;
            insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '7', 'a', '1')
            """);

        await recount.PassAsync(CancellationToken.None);
        (await test.ReadTextsAsync("select concat_ws(' ', owner_id, entries, bytes) from tenant_usage where entries <> 0")).ShouldBe(["7 1 256"]);
        loggers.Lines.ShouldBeEmpty();

        await test.ExecuteAsync("delete from tenant_kv; update tenant_usage set counted_at = now() - interval '25 hours'");
        await recount.PassAsync(CancellationToken.None);
        (await test.ReadAsync<long>("select sum(entries)::bigint from tenant_usage")).ShouldBe(0);
        loggers.Lines.ShouldHaveSingleItem().ShouldContain("Corrected the count of guild:7 (keys) by -1 rows and -256 bytes");
    }

    [DatabaseFact]
    public async Task The_schedules_of_a_tenant_whose_queue_is_full_move_on_without_an_event()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SubscribeAsync(test, "1", "tick");
        await SubscribeAsync(test, "2", "tick");
        await test.ExecuteAsync("""
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
            select 'guild', id, 's', 1, '@hourly', 'UTC', 'tick', 'null', 'none', now() - interval '1 second' from unnest(array['1', '2']) id
            """);
        await test.ExecuteAsync("""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select 1, 'guild', '1', 't', md5(random()::text)::uuid, 'other', 'null' from generate_series(1, 3)
            """);
        var limits = new LimitOptions { Default = new TenantLimits { QueuedDeliveries = 3 } };

        (await new ScheduleWork(new ScheduleStore(test.Database), limits, NullLogger<ScheduleWork>.Instance).RunBatchAsync(CancellationToken.None)).ShouldBe(2);

        (await test.ReadTextsAsync("select owner_id from deliveries where event = 'tick'")).ShouldBe(["2"]);
        (await test.ReadAsync<long>("select count(*) from schedules where next_at > now()")).ShouldBe(2);
    }

    [DatabaseFact]
    public async Task A_schedule_whose_owner_is_no_tenant_is_refused_and_one_from_before_is_skipped_and_logged_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SubscribeAsync(test, "1", "tick");
        const string Bad = """
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
            values ('guild', E'77\n', 's', 1, '@hourly', 'UTC', 'tick', 'null', 'none', now() - interval '2 seconds')
            """;
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => test.ExecuteAsync(Bad))).ConstraintName.ShouldBe("schedules_owner_check");
        await test.ExecuteAsync($"""
            alter table schedules drop constraint schedules_owner_check;
            {Bad};
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
            values ('guild', '1', 's', 1, '@hourly', 'UTC', 'tick', 'null', 'none', now() - interval '1 second')
            """);
        using var logs = new CollectingLoggers();
        var work = new ScheduleWork(new ScheduleStore(test.Database), new LimitOptions(), new Logger<ScheduleWork>(logs));

        (await work.RunBatchAsync(CancellationToken.None)).ShouldBe(1);
        (await work.RunBatchAsync(CancellationToken.None)).ShouldBe(0);

        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(1);
        logs.Lines.Where(line => line.StartsWith("8313 ", StringComparison.Ordinal)).ShouldHaveSingleItem();
    }

    [DatabaseFact]
    public async Task A_schedule_that_no_longer_makes_sense_is_stopped_and_does_not_hold_up_the_others()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SubscribeAsync(test, "1", "tick");
        await test.ExecuteAsync("""
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at) values
                ('guild', '1', 'bad', 1, '@hourly', 'Asia/Atlantis', 'tick', 'null', 'none', now() - interval '2 seconds'),
                ('guild', '1', 'good', 1, '@hourly', 'UTC', 'tick', 'null', 'none', now() - interval '1 second')
            """);
        using var logs = new CollectingLoggers();

        await new ScheduleWork(new ScheduleStore(test.Database), new LimitOptions(), new Logger<ScheduleWork>(logs)).RunBatchAsync(CancellationToken.None);

        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(1);
        (await test.ReadAsync<string>("select name from schedules where next_at is null")).ShouldBe("bad");
        logs.Lines.ShouldHaveSingleItem().ShouldStartWith("8311 Warning");
    }

    [DatabaseFact]
    public async Task The_start_is_told_to_the_tenants_of_the_supervisors_slots_fifty_a_second()
    {
        await using var test = await TestDatabase.CreateAsync();
        var mine = 0;
        for (var number = 0; number < 130; number++)
        {
            await SubscribeAsync(test, $"{number}", "startup");
            mine += new TenantId("guild", $"{number}").Slot % 10 == 0 ? 0 : 1;
        }

        var (time, looks) = (new InstantTime(), 0);
        var announcement = new StartupAnnouncement(
            new StartupStore(test.Database),
            new LimitOptions(),
            "a",
            slot => Interlocked.Increment(ref looks) > TenantId.SlotCount && slot % 10 != 0,
            time,
            NullLogger<StartupAnnouncement>.Instance);

        await announcement.RunAsync(new LoopPulse(TimeProvider.System), CancellationToken.None);

        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(mine);
        (await test.ReadAsync<long>("select count(*) from deliveries where slot % 10 = 0")).ShouldBe(0);
        (await test.ReadAsync<string>("select data::text from deliveries limit 1")).ShouldBe("""{"supervisor":"a"}""");
        // A second until it had slots, then one after each fifty.
        time.Waited.ShouldBe(TimeSpan.FromSeconds(1 + ((mine + 49) / 50)));
    }

    [DatabaseFact]
    public async Task Maintenance_makes_and_drops_partitions_by_the_configured_retention()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            create table history_2020_01 partition of history for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00');
            create table logs_2020_01 partition of logs for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00');
            """);
        using var logs = new CollectingLoggers();
        var retention = new RetentionOptions { Logs = TimeSpan.FromDays(365 * 100) };

        await new MaintenanceLoop(
            new MaintenanceStore(test.Database), retention, TimeProvider.System, new Logger<MaintenanceLoop>(logs))
            .PassAsync(CancellationToken.None);

        logs.Lines.Count(line => line.StartsWith("8332 ", StringComparison.Ordinal)).ShouldBe(3);
        logs.Lines.Where(line => line.StartsWith("8333 ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("history_2020_01");
    }

    [DatabaseFact]
    public async Task A_supervisor_that_runs_does_what_is_due_until_it_stops()
    {
        await using var test = await TestDatabase.CreateAsync();
        await SubscribeAsync(test, "1", "tick", "key.expired", "startup");
        await test.ExecuteAsync("""
            insert into schedules (owner_type, owner_id, name, slot, cron, timezone, event, data, catch_up, next_at)
            values ('guild', '1', 's', 1, '0 0 1 1 *', 'UTC', 'tick', 'null', 'none', now() + interval '300 ms');
            insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '1');
            insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at) values ('guild', '1', 'k', now() + interval '200 ms');
            insert into delayed_deliveries (due_at, slot, owner_type, owner_id, template, event_id, event, data)
            values (now() + interval '100 ms', 1, 'guild', '1', 't', md5('a')::uuid, 'late', 'null');
            """);
        using var stopping = new CancellationTokenSource();
        var host = new TimekeepingHost(
            test.Database, test.Database, new RetentionOptions(), new LimitOptions(), "a", _ => true, NullLoggerFactory.Instance, TimeProvider.System);
        await host.StartAsync(CancellationToken.None);

        var running = Task.WhenAll(host.Loops.Select(loop => loop.RunAsync(new LoopPulse(TimeProvider.System), stopping.Token)));

        var clock = Stopwatch.StartNew();
        while (await test.ReadAsync<long>("select count(distinct event) from deliveries") < 4)
        {
            clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout);
        }

        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        (await test.ReadTextsAsync("select event from deliveries order by 1")).ShouldBe(["key.expired", "late", "startup", "tick"], ignoreOrder: true);
    }

    private static async Task SubscribeAsync(TestDatabase test, string owner, params string[] events) =>
        await new TemplateStore(test.Database).PublishAsync(
            new TenantId("guild", owner),
            new TemplateContent
            {
                Name = "t",
                Files = new Dictionary<string, string> { ["index.js"] = string.Empty },
                SettingsJson = "{}",
                Subscriptions = events,
            },
            new TenantLimits(),
            CancellationToken.None);
}
