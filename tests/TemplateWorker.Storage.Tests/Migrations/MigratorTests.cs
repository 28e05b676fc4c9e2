using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations;

public sealed class MigratorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // docs/testing.md says how to have more of them.
    private static readonly int Rounds = int.TryParse(
        Environment.GetEnvironmentVariable("TEMPLATE_WORKER_MIGRATION_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 2;

    [DatabaseFact]
    public async Task A_migrated_database_is_current_and_has_nothing_left_to_do()
    {
        await using var test = await TestDatabase.CreateAsync();
        var migrator = new Migrator(test.Database, TimeProvider.System);

        (await migrator.StatusAsync(CancellationToken.None)).IsCurrent.ShouldBeTrue();
        (await migrator.ApplyAsync(_ => { }, CancellationToken.None)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task An_empty_database_gets_all_migrations_in_order_and_each_is_reported_with_its_time()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var migrator = new Migrator(test.Database, TimeProvider.System);
        var ids = MigrationList.All.Select(migration => migration.Id).ToList();
        List<MigrationProgress> progress = [];

        (await migrator.StatusAsync(CancellationToken.None)).Pending.ShouldBe(ids);
        (await migrator.ApplyAsync(progress.Add, CancellationToken.None)).ShouldBe(ids);

        progress.Cast<MigrationProgress.Applied>().Select(applied => applied.Id).ShouldBe(ids);
        progress.Cast<MigrationProgress.Applied>().ShouldAllBe(applied => applied.Duration > TimeSpan.Zero && applied.Notices.Count == 0);
        (await test.ReadTextsAsync("select id from _migrations_applied order by applied_at")).ShouldBe(ids);
        (await test.ReadAsync<long>("select count(*) from _migrations_applied where duration_ms is null")).ShouldBe(0);
    }

    [Fact]
    public void The_first_five_are_those_that_existing_databases_have() =>
        MigrationList.All.Take(5).Select(migration => migration.Id)
            .ShouldBe(["khronosvalue_v2", "kv_generic", "tenantstate", "cleanup_v8", "drop_tenant_kv_expires_at"]);

    [Fact]
    public void No_id_is_used_twice() => MigrationList.All.Select(migration => migration.Id).ShouldBeUnique();

    [DatabaseFact]
    public async Task Twenty_runners_at_once_all_succeed_and_each_migration_runs_once()
    {
        for (var round = 0; round < Rounds; round++)
        {
            await using var test = await TestDatabase.CreateEmptyAsync();

            var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            {
                await using var database = await test.OpenAsync(maxConnections: 2);
                return await new Migrator(database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);
            })));

            runs.SelectMany(applied => applied).ShouldBe(MigrationList.All.Select(migration => migration.Id), ignoreOrder: true);
            (await new Migrator(test.Database, TimeProvider.System).StatusAsync(CancellationToken.None)).IsCurrent.ShouldBeTrue();
        }
    }

    [DatabaseFact]
    public async Task A_runner_that_waits_for_another_does_not_block_create_index_concurrently()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync("create table busy (id int)");
        await using var other = await test.ConnectAsync();
        await HoldRunnerLockAsync(other);
        var waits = new TaskCompletionSource();
        var run = new Migrator(test.Database, TimeProvider.System).ApplyAsync(
            step =>
            {
                if (step is MigrationProgress.Waiting)
                {
                    waits.SetResult();
                }
            },
            CancellationToken.None);
        await waits.Task.WaitAsync(Patience);

        await using var busy = await test.ConnectAsync();
        await ExecuteAsync(busy, "set statement_timeout = '20s'");
        for (var index = 0; index < 10; index++)
        {
            await ExecuteAsync(busy, "create index concurrently on busy (id)");
        }

        run.IsCompleted.ShouldBeFalse();
        await other.CloseAsync();
        (await run.WaitAsync(Patience)).Count.ShouldBe(MigrationList.All.Count);
    }

    [DatabaseFact]
    public async Task A_runner_that_waits_for_another_can_be_cancelled()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await using var other = await test.ConnectAsync();
        await HoldRunnerLockAsync(other);
        using var cancel = new CancellationTokenSource();

        var run = new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => cancel.Cancel(), cancel.Token);

        await Should.ThrowAsync<OperationCanceledException>(run.WaitAsync(Patience));
    }

    [DatabaseFact]
    public async Task A_migration_that_fails_leaves_no_trace_and_is_named()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        Migration[] list =
        [
            new TestMigration("first", "create table first (id int)"),
            new TestMigration("second", "create table second (id int); insert into second values (1); select 1 / 0"),
            new TestMigration("third", "create table third (id int)"),
        ];
        var migrator = new Migrator(test.Database, TimeProvider.System, list);

        var failure = await Should.ThrowAsync<StorageException>(migrator.ApplyAsync(_ => { }, CancellationToken.None));

        failure.Fault.ShouldBe(StorageFault.MigrationFailed);
        failure.SqlState.ShouldBe(SqlState.DivisionByZero);
        failure.Message.ShouldContain("'second' failed and was undone");
        (await test.ReadTextsAsync("select id from _migrations_applied")).ShouldBe(["first"]);
        (await test.ReadAsync<bool>("select to_regclass('first') is not null")).ShouldBeTrue();
        (await test.ReadAsync<bool>("select coalesce(to_regclass('second'), to_regclass('third')) is null")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_value_that_cannot_be_rewritten_is_named_by_its_row_and_nothing_changes()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await test.ExecuteAsync("""
            set max_stack_depth = '6MB';
            insert into tenant_kv (id, owner_id, key, value) values ('deep', '1', 'deep', (repeat('[', 10001) || repeat(']', 10001))::jsonb)
            """);

        var failure = await Should.ThrowAsync<StorageException>(
            new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None));

        failure.Fault.ShouldBe(StorageFault.MigrationFailed);
        failure.Message.ShouldContain("'kv_plain_values' failed and was undone. The value of the row with id 'deep'");
        (await test.ReadAsync<string>("select value::text from tenant_kv where id = 'text'")).ShouldBe("""{"Text": "hello"}""");
    }

    [DatabaseFact]
    public async Task Ids_in_the_journal_that_are_not_ours_are_refused_with_the_list()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await test.ExecuteAsync("insert into _migrations_applied (id) values ('user_oauth_v2'), ('tenant_kv_add_bytea')");
        var migrator = new Migrator(test.Database, TimeProvider.System);

        var failure = await Should.ThrowAsync<StorageException>(migrator.ApplyAsync(_ => { }, CancellationToken.None));

        failure.Fault.ShouldBe(StorageFault.SchemaUnknown);
        failure.Message.ShouldContain("user_oauth_v2");
        failure.Message.ShouldContain("tenant_kv_add_bytea");
        (await migrator.StatusAsync(CancellationToken.None)).Unknown.ShouldBe(["tenant_kv_add_bytea", "user_oauth_v2"], ignoreOrder: true);
        (await test.ReadAsync<bool>("select to_regclass('tenant_kv_expiry') is null")).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task A_journal_that_lacks_one_in_the_middle_is_refused()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await test.ExecuteAsync("delete from _migrations_applied where id = 'khronosvalue_v2'");

        var failure = await Should.ThrowAsync<StorageException>(
            new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None));

        failure.Fault.ShouldBe(StorageFault.SchemaUnknown);
        failure.Message.ShouldContain("has 'kv_generic', but not 'khronosvalue_v2'");
    }

    [DatabaseFact]
    public async Task Reading_the_status_changes_nothing()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();

        await new Migrator(test.Database, TimeProvider.System).StatusAsync(CancellationToken.None);

        (await test.ReadAsync<long>("select count(*) from pg_class where relnamespace = 'public'::regnamespace")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_table_that_somebody_has_locked_is_waited_for_and_its_holder_is_named()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await using var holder = await test.ConnectAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from tenant_kv where key = 'holders-query'", holder))
        {
            await read.ExecuteScalarAsync();
        }

        List<MigrationProgress.Blocked> blocked = [];

        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(
            step =>
            {
                if (step is MigrationProgress.Blocked block)
                {
                    blocked.Add(block);
                    held.Rollback();
                }
            },
            CancellationToken.None).WaitAsync(Patience);

        var met = blocked.ShouldHaveSingleItem();
        met.Id.ShouldBe("kv_limits");
        met.Attempt.ShouldBe(1);
        met.Blockers.ShouldHaveSingleItem().ShouldContain($"pid {holder.ProcessID}, ");
        met.Blockers[0].ShouldContain("holders-query");
    }

    [DatabaseFact]
    public async Task A_long_reader_makes_the_migration_wait_but_not_the_traffic()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await using var reader = await test.ConnectAsync();
        await using var held = await reader.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("select count(*) from tenant_kv", reader))
        {
            await read.ExecuteScalarAsync();
        }

        // Longer than LockWait.Limit by what a busy machine takes to end a wait.
        await using var traffic = await test.ConnectAsync();
        await ExecuteAsync(traffic, "set lock_timeout = '1500ms'");
        var blocked = 0;
        var run = new Migrator(test.Database, TimeProvider.System).ApplyAsync(
            step => blocked += step is MigrationProgress.Blocked ? 1 : 0, CancellationToken.None);
        for (var write = 0; blocked < 3; write++)
        {
            run.IsFaulted.ShouldBeFalse();
            await ExecuteAsync(traffic, $"insert into tenant_kv (id, owner_id, key) values ('traffic-{write}', '1', 'traffic-{write}')");
        }

        await held.RollbackAsync();
        (await run.WaitAsync(Patience)).Count.ShouldBe(MigrationList.All.Count - 5);
    }

    [DatabaseFact]
    public async Task A_runner_whose_session_ends_in_a_migration_leaves_nothing_of_it_and_the_next_one_completes_it()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        Migration[] list = [new TestMigration("first", "create table first (id int)"), new TestMigration("second", "create table second (id int); select pg_sleep(3600)")];
        await using var first = await test.OpenAsync();
        var run = new Migrator(first, TimeProvider.System, list).ApplyAsync(_ => { }, CancellationToken.None);
        const string asleep = "pid in (select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')";
        await Waiting.UntilAsync(async () => await test.ReadAsync<long>($"select count(*) from pg_stat_activity where {asleep}") > 0, "the second migration");

        await test.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where {asleep}");

        (await Should.ThrowAsync<StorageException>(run.WaitAsync(Patience))).IsTransient.ShouldBeTrue();
        (await test.ReadAsync<bool>("select to_regclass('second') is null")).ShouldBeTrue();
        list[1] = new TestMigration("second", "create table second (id int)");
        (await new Migrator(test.Database, TimeProvider.System, list).ApplyAsync(_ => { }, CancellationToken.None)).ShouldBe(["second"]);
    }

    [Fact]
    public void After_twenty_attempts_a_locked_table_is_an_error_that_names_the_holders()
    {
        var waits = new LockWait();
        var attempt = new MigrationAttempt.Blocked("kv_limits", new PostgresException("x", "ERROR", "ERROR", SqlState.LockNotAvailable));
        for (var number = 1; number < LockWait.MaxBlockedAttempts; number++)
        {
            waits.CountBlocked(attempt, []).ShouldBe(number);
        }

        var failure = Should.Throw<StorageException>(() => waits.CountBlocked(attempt, ["pid 7, ann", "pid 8, bob"]));

        failure.Fault.ShouldBe(StorageFault.LockNotAvailable);
        failure.Message.ShouldContain("'kv_limits' could not get a lock in 20 attempts");
        failure.Message.ShouldContain("pid 7, ann; pid 8, bob");
    }

    [DatabaseFact]
    public async Task Time_outs_of_the_role_do_not_end_a_long_migration()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        await test.ExecuteAsync($"alter database {test.Name} set statement_timeout = '100ms'");
        await using var database = await test.OpenAsync();

        (await new Migrator(database, TimeProvider.System, [new TestMigration("slow", "select pg_sleep(0.3)")])
            .ApplyAsync(_ => { }, CancellationToken.None)).ShouldBe(["slow"]);
    }

    [DatabaseFact]
    public async Task New_rows_obey_the_limits_and_get_an_id()
    {
        await using var test = await LegacyDatabase.CreateAsync(5);
        await new Migrator(test.Database, TimeProvider.System).ApplyAsync(_ => { }, CancellationToken.None);

        await test.ExecuteAsync("insert into tenant_kv (owner_id, key) values ('1', repeat('k', 512))");
        await Refused("insert into tenant_kv (owner_id, key) values ('1', repeat('ä', 257))", "tenant_kv_key_bytes");
        await Refused("insert into tenant_kv (owner_id, key) values ('1', '')", "tenant_kv_key_bytes");
        await Refused("insert into tenant_kv (owner_id, key, scopes) values ('1', 'k', '{1,2,3,4,5,6,7,8,9,10,11}')", "tenant_kv_scopes_count");
        (await test.ReadAsync<string>("select id from tenant_kv where owner_id = '1'")).ShouldNotBeNull().Length.ShouldBe(36);

        async Task Refused(string sql, string constraint) =>
            (await Should.ThrowAsync<PostgresException>(test.ExecuteAsync(sql))).ConstraintName.ShouldBe(constraint);
    }

    // For the session, so that the holder has no transaction of its own that an index would have to wait for.
    private static async Task HoldRunnerLockAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        (await TakeRunnerLock.ExecuteAsync(connection, CancellationToken.None)).ShouldBeTrue();
        await ExecuteAsync(connection, """
            select pg_advisory_lock((classid::bigint << 32) | objid::bigint) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
            """);
        await transaction.CommitAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
