using Npgsql;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Maintenance;

public sealed class MaintenanceStoreTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    [DatabaseFact]
    public async Task Partitions_for_this_month_and_the_next_two_are_made_and_take_rows()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new MaintenanceStore(test.Database);

        var made = await store.MakePartitionsAsync(CancellationToken.None);

        var third = await test.ReadAsync<string>("select to_char(date_trunc('month', now() at time zone 'UTC') + interval '2 months', '_YYYY_MM')");
        made.ShouldBe([$"audit_log{third}", $"history{third}", $"logs{third}"]);
        (await store.MakePartitionsAsync(CancellationToken.None)).ShouldBeEmpty();
        await test.ExecuteAsync("""
            insert into logs (owner_type, owner_id, template, level, line, logged_at)
            select 'guild', '1', 't', 'info', 'x', (date_trunc('month', now() at time zone 'UTC') + interval '3 months' - interval '1 microsecond') at time zone 'UTC'
            """);
        (await test.ReadAsync<long>($"select count(*) from logs{third}")).ShouldBe(1);
        (await test.ReadAsync<long>($"select count(*) from pg_index i join pg_inherits h on h.inhrelid = i.indexrelid where i.indrelid = 'history{third}'::regclass"))
            .ShouldBe(await test.ReadAsync<long>("select count(*) from pg_index where indrelid = 'history'::regclass"));
    }

    [DatabaseFact]
    public async Task After_months_without_a_supervisor_the_partitions_of_today_are_made()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            do $$
            declare child regclass;
            begin
                for child in select inhrelid::regclass from pg_inherits where inhparent in ('history'::regclass, 'logs'::regclass, 'audit_log'::regclass) and inhrelid::regclass::text !~ 'default' loop
                    execute format('drop table %s', child);
                end loop;
            end $$
            """);

        (await new MaintenanceStore(test.Database).MakePartitionsAsync(CancellationToken.None)).Count.ShouldBe(9);
    }

    [DatabaseFact]
    public async Task Rows_of_a_month_without_a_partition_are_stored_and_move_to_its_partition_when_it_is_made()
    {
        await using var test = await TestDatabase.CreateAsync();
        var thisMonth = await test.ReadAsync<string>("select to_char(now() at time zone 'UTC', '_YYYY_MM')");
        await test.ExecuteAsync($"""
            drop table logs{thisMonth};
            insert into logs (owner_type, owner_id, template, level, line, logged_at) values
                ('guild', '1', 't', 'info', 'now', now()), ('guild', '1', 't', 'info', 'old', '2020-01-15 00:00:00+00')
            """);

        (await new MaintenanceStore(test.Database).MakePartitionsAsync(CancellationToken.None)).ShouldContain($"logs{thisMonth}");

        (await test.ReadAsync<string>($"select line from logs{thisMonth}")).ShouldBe("now");
        (await test.ReadAsync<string>("select line from logs_2020_01")).ShouldBe("old");
        (await test.ReadAsync<long>("select count(*) from logs_default")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_commit_beside_a_drop_that_waits_for_a_reader_is_held_up_for_a_moment_only()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync(
            "create table history_2020_01 partition of history for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00')");
        await using var reader = await test.ConnectAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using var read = new NpgsqlCommand("select count(*) from history", reader);
        await read.ExecuteScalarAsync();

        var fault = await Should.ThrowAsync<StorageException>(
            () => new MaintenanceStore(test.Database).DropPartitionsAsync(Retention, Retention, Retention, CancellationToken.None));

        fault.Fault.ShouldBe(StorageFault.LockNotAvailable);
        (await test.ReadAsync<long>("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"))
            .ShouldBe(0, "no session waits behind it any more");
    }

    [DatabaseFact]
    public async Task Partitions_that_are_wholly_older_than_their_retention_are_dropped()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            create table history_2020_01 partition of history for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00');
            create table logs_2020_01 partition of logs for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00');
            create table audit_log_2020_01 partition of audit_log for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00');
            create table history_of_mine partition of history for values from ('2020-02-01 00:00:00+00') to ('2020-03-01 00:00:00+00');
            do $$ begin
                -- On the last days of a month, the next one would overlap it.
                execute format('drop table %I', 'history' || to_char(now() at time zone 'UTC', '_YYYY_MM'));
                -- Ended a day less than the retention ago: its youngest rows must stay.
                execute format('create table history_2020_03 partition of history for values from (%L) to (%L)',
                    now() - interval '60 days', now() - interval '29 days');
                execute format('create table logs_2020_03 partition of logs for values from (%L) to (%L)',
                    now() - interval '60 days', now() - interval '31 days');
            end $$
            """);
        var store = new MaintenanceStore(test.Database);

        (await store.DropPartitionsAsync(Retention, Retention, Retention, CancellationToken.None)).ShouldBe(["history_2020_01", "logs_2020_01", "logs_2020_03", "audit_log_2020_01"]);

        (await store.DropPartitionsAsync(Retention, Retention, Retention, CancellationToken.None)).ShouldBeEmpty();
        (await test.ReadAsync<long>("select count(*) from pg_inherits where inhrelid in ('history_2020_03'::regclass, 'history_of_mine'::regclass)")).ShouldBe(2);
        (await store.DropPartitionsAsync(TimeSpan.FromDays(1), Retention, Retention, CancellationToken.None)).ShouldBe(["history_2020_03"]);
    }

    [DatabaseFact]
    public async Task A_pass_gives_up_soon_on_a_table_that_somebody_else_has_locked()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync(
            "create table history_2020_01 partition of history for values from ('2020-01-01 00:00:00+00') to ('2020-02-01 00:00:00+00')");
        await using var reader = await test.ConnectAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using var read = new NpgsqlCommand("select count(*) from history", reader);
        await read.ExecuteScalarAsync();
        var store = new MaintenanceStore(test.Database);

        await Should.ThrowAsync<StorageException>(() => store.DropPartitionsAsync(Retention, Retention, Retention, CancellationToken.None));

        await transaction.RollbackAsync();
        (await store.DropPartitionsAsync(Retention, Retention, Retention, CancellationToken.None)).ShouldBe(["history_2020_01"]);
    }

    [DatabaseFact]
    public async Task While_one_process_is_at_it_the_others_do_nothing()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var other = await test.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock(5526349, 1)", other);
        await take.ExecuteNonQueryAsync();
        var store = new MaintenanceStore(test.Database);

        (await store.MakePartitionsAsync(CancellationToken.None)).ShouldBeEmpty();

        await transaction.RollbackAsync();
        (await store.MakePartitionsAsync(CancellationToken.None)).Count.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task Supervisors_that_are_long_gone_are_forgotten()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into supervisors (id, name, expires_at) values
                (md5('a')::uuid, 'old', now() - interval '2 hours'), (md5('b')::uuid, 'just gone', now() - interval '1 minute'), (md5('c')::uuid, 'alive', now() + interval '5 seconds')
            """);

        (await new MaintenanceStore(test.Database).ForgetSupervisorsAsync(TimeSpan.FromHours(1), CancellationToken.None)).ShouldBe(1);

        (await test.ReadTextsAsync("select name from supervisors order by name")).ShouldBe(["alive", "just gone"]);
    }
}
