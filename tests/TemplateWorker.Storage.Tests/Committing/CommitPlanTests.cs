using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class CommitPlanTests
{
    [DatabaseFact]
    public async Task Plans_made_while_the_tables_were_empty_look_nothing_up_by_reading_the_whole_table()
    {
        await using var test = await TestDatabase.CreateAsync();
        // Vacuuming an empty table tells the planner that it has no page at all, so that reading all of it looks free.
        await test.ExecuteAsync("vacuum tenant_kv");
        await test.ExecuteAsync("vacuum tenant_state");
        await test.ExecuteAsync("vacuum idempotency_keys");
        await using (var database = await test.OpenAsync())
        {
            using var committer = new RunCommitter(database);
            committer.Commit([Put(1, "a", "1")]);
            committer.Commit([OfEveryKind()]);
            await test.ExecuteAsync("""
                insert into tenant_kv (owner_type, owner_id, key, value)
                select 'guild', t::text, 'key' || k, '1' from generate_series(1, 20) t, generate_series(1, 500) k
                """);

            committer.Commit([Put(1, "a", "1"), Put(2, "key7", "2"), Put(3, "key8", "2")])
                .Verdicts.ShouldAllBe(verdict => verdict is RunVerdict.Committed);
            committer.Commit([OfEveryKind(), Put(2, "key7", "2")])
                .Verdicts.ShouldAllBe(verdict => verdict is RunVerdict.Committed);
        }

        await SessionsEndAsync(test);

        (await test.ReadTextsAsync("""
            select relname || ' ' || seq_scan from pg_stat_user_tables
            where relname in ('tenant_kv', 'tenant_state', 'idempotency_keys') order by relname
            """)).ShouldBe(["idempotency_keys 0", "tenant_kv 0", "tenant_state 0"]);
    }

    [DatabaseFact]
    public async Task A_key_whose_place_is_known_is_not_looked_up_in_the_index()
    {
        await using var test = await TestDatabase.CreateAsync();
        KeyRead read;
        await using (var database = await test.OpenAsync())
        {
            await new KeyValueStore(database).PutAsync(Tenant(1), Name("a"), "0", CancellationToken.None);
            var record = new KeyValueStore(database).Read(Tenant(1), [Name("a")])[0]!;
            read = new KeyRead(Name("a"), record.Version) { Place = record.Place };
        }

        var before = await ScansAsync(test);
        await using (var database = await test.OpenAsync())
        {
            using var committer = new RunCommitter(database);
            for (var i = 1; i <= 20; i++)
            {
                var committed = committer.Commit([Run(1) with { Writes = [new KeyWrite(Name("a"), $"{i}", read)] }])
                    .Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
                read = new KeyRead(Name("a"), committed.Version) { Place = committed.Places[0] };
            }
        }

        (await ScansAsync(test)).ShouldBe(before);
        (await test.ReadAsync<string>("select value::text from tenant_kv")).ShouldBe("20");
    }

    [DatabaseFact]
    public async Task Thousands_of_keys_in_a_table_that_was_never_analyzed_are_each_looked_up_by_all_columns_of_an_index()
    {
        const int Keys = 2_000;
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("alter table tenant_kv set (autovacuum_enabled = false)");
        await test.ExecuteAsync("alter table tenant_kv_expiry set (autovacuum_enabled = false)");
        await using (var database = await test.OpenAsync())
        {
            using var committer = new RunCommitter(database);
            var store = new KeyValueStore(database);
            for (var i = 0; i < 4; i++)
            {
                var names = Enumerable.Range(i * Keys, Keys).Select(key => Name($"k{key}")).ToList();
                var run = Run(1) with
                {
                    Writes = [.. names.Select(name => new KeyWrite(name, "1", new KeyRead(name, null)) { Expiry = new KeyExpiry.After(TimeSpan.FromHours(1)) })],
                };
                committer.Commit([run]).Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
                store.Read(Tenant(1), names).ShouldAllBe(record => record != null);
            }

            await store.PutAsync(Tenant(1), Name("k1"), "2", CancellationToken.None);
            await store.GetAsync(Tenant(1), Name("k1"), CancellationToken.None);
            await store.DeleteAsync(Tenant(1), Name("k1"), CancellationToken.None);
            await test.ExecuteAsync("update tenant_kv_expiry set expires_at = now() - interval '1 minute'");
            await new ExpiryStore(database).SweepAsync(500, new LimitOptions(), CancellationToken.None);
        }

        await SessionsEndAsync(test);
        (await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'tenant_kv'"))
            .ShouldBeLessThan(6 * 4 * Keys);
        (await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'tenant_kv_expiry'"))
            .ShouldBeLessThan(6 * 4 * Keys);
    }

    [DatabaseFact]
    public async Task A_plan_made_while_the_queue_held_nothing_but_dead_rows_looks_deliveries_up_by_their_ids()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var holder = await test.ConnectAsync();
        await using var snapshot = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var look = new Npgsql.NpgsqlCommand("select 1 from slots limit 1", holder))
        {
            await look.ExecuteScalarAsync();
        }

        const string Fill = """
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select 7, 'guild', '1', 't', md5(random()::text)::uuid, 'other', '{}' from generate_series(1, 20000)
            """;
        await test.ExecuteAsync(Fill);
        await test.ExecuteAsync("delete from deliveries");
        await test.ExecuteAsync("analyze deliveries");
        await using (var database = await test.OpenAsync())
        {
            using var committer = new RunCommitter(database);
            for (var i = 0; i < 10; i++)
            {
                var done = new DeliveryEnd.Done { Id = 1_000_000 + i, Attempt = 0 };
                var retry = new DeliveryEnd.Retry
                {
                    Id = done.Id,
                    Attempt = 0,
                    Delay = TimeSpan.Zero,
                    Failure = new AttemptFailure { Reason = "r", Message = "m", Stack = null, Worker = "w", Wall = TimeSpan.Zero },
                };
                committer.Commit([Run(1) with { Delivery = done }, Run(2) with { Delivery = retry }]).Verdicts.ShouldAllBe(verdict => verdict is RunVerdict.Gone);
            }
        }

        await SessionsEndAsync(test, "deliveries");
        (await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'deliveries'")).ShouldBeLessThan(10_000);
    }

    private static async Task<long> ScansAsync(TestDatabase test)
    {
        await SessionsEndAsync(test);
        return await test.ReadAsync<long>("select seq_scan + idx_scan from pg_stat_user_tables where relname = 'tenant_kv'");
    }

    // A session reports what it counted when it ends.
    private static Task SessionsEndAsync(TestDatabase test, string table = "tenant_kv") => Waiting.UntilAsync(
        async () => await test.ReadAsync<long>($"""
            select count(*) from pg_stat_activity
            where datname = current_database() and query like '%{table}%' and query like '%left_out%' and pid <> pg_backend_pid()
            """) == 0,
        "the end of the committer's session");

    private static FinishedRun OfEveryKind() => Run(1) with
    {
        Reads = [new KeyRead(Name("absent"), null)],
        Ranges = [new RangeRead(new KeyRange(Scopes.None, "nothing", null, 10), string.Empty)],
        StateWriteJson = "1",
        Idempotency = new IdempotencyEntry
        {
            Key = $"{Guid.NewGuid()}",
            Template = "t",
            EventId = Guid.NewGuid(),
            RequestHash = [1],
            Templates = ["t"],
            ResultJson = "1",
        },
    };
}
