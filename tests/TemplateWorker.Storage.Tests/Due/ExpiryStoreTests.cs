using System.Diagnostics;
using Npgsql;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Due;

public sealed class ExpiryStoreTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task An_expired_key_goes_and_its_tenants_templates_hear_of_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ExpiryStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await test.SubscribeAsync(new TenantId("guild", "2"), "one", "key.expired");
        await PutAsync(test, "1", "gone", "array['b', 'a']", """{"x": [1]}""", "- interval '1 second'");
        await PutAsync(test, "1", "stays", "'{}'", "1", "+ interval '1 hour'");

        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(1, 1, 1));

        (await test.ReadTextsAsync("select key from tenant_kv")).ShouldBe(["stays"]);
        (await test.ReadTextsAsync("select key from tenant_kv_expiry")).ShouldBe(["stays"]);
        (await test.DeliveriesAsync()).ShouldBe(["""1 one key.expired {"key" : "gone", "scopes" : ["b","a"], "value" : {"x": [1]}}"""]);
        (await store.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(0, 0, 0));
    }

    [DatabaseFact]
    public async Task Keys_go_in_the_order_in_which_they_expired()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await PutAsync(test, "1", "second", "'{}'", "2", "- interval '2 seconds'");
        await PutAsync(test, "1", "third", "'{}'", "3", "- interval '1 second'");
        await PutAsync(test, "1", "first", "'{}'", "null", "- interval '3 seconds'");

        await new ExpiryStore(test.Database).SweepAsync(10, new LimitOptions(), CancellationToken.None);

        (await test.ReadTextsAsync("select data ->> 'key' from deliveries order by id")).ShouldBe(["first", "second", "third"]);
    }

    [DatabaseFact]
    public async Task A_tenant_that_another_session_holds_keeps_its_keys_and_its_new_values_until_it_is_free_and_the_others_go()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ExpiryStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        foreach (var key in new[] { "again", "longer", "gone" })
        {
            await PutAsync(test, "1", key, "'{}'", "1", "- interval '1 second'");
        }

        await PutAsync(test, "2", "other", "'{}'", "1", "- interval '1 second'");
        await using var writer = await test.ConnectAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, $"select pg_advisory_xact_lock({TenantLock.KeyOf(Tenant)})");

        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(4, 1, 0));
        await ExecuteAsync(writer, "update tenant_kv set value = '2' where key in ('again', 'longer')");
        await ExecuteAsync(writer, "delete from tenant_kv_expiry where key = 'again'");
        await ExecuteAsync(writer, "update tenant_kv_expiry set expires_at = now() + interval '1 hour' where key = 'longer'");
        await transaction.CommitAsync();

        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(1, 1, 1));
        (await test.ReadTextsAsync("select key || value::text from tenant_kv order by key")).ShouldBe(["again2", "longer2"]);
    }

    [DatabaseTheory]
    [InlineData("update tenant_kv set value = '2' where key = 'held'")]
    [InlineData("update tenant_kv_expiry set expires_at = expires_at where key = 'held'")]
    public async Task A_key_whose_row_another_session_holds_is_left_and_all_others_go_at_once(string hold)
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new ExpiryStore(test.Database);
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await PutAsync(test, "1", "held", "'{}'", "1", "- interval '2 seconds'");
        await PutAsync(test, "1", "free", "'{}'", "1", "- interval '1 second'");
        await PutAsync(test, "2", "free", "'{}'", "1", "- interval '1 second'");
        await using var writer = await test.ConnectAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, hold);

        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(3, 2, 1));
        await transaction.RollbackAsync();
        (await store.SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(1, 1, 1));
        (await test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_tenant_with_thousands_of_expired_keys_leaves_room_for_the_others_in_every_pass()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', 'hog', n::text, '1' from generate_series(1, 5000) n;
            insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at)
            select 'guild', 'hog', n::text, now() - interval '1 hour' from generate_series(1, 5000) n;
            """);
        await PutAsync(test, "1", "late", "'{}'", "1", "- interval '1 second'");

        (await new ExpiryStore(test.Database).SweepAsync(100, new LimitOptions(), CancellationToken.None)).Settled.ShouldBe(51);

        (await test.ReadAsync<long>("select count(*) from tenant_kv where owner_id = '1'")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Keys_expire_without_an_event_where_the_queue_is_full_or_the_chain_of_events_too_long()
    {
        await using var test = await TestDatabase.CreateAsync();
        var limits = new LimitOptions { Default = new TenantLimits { QueuedDeliveries = 3, Hops = 5 } };
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await test.SubscribeAsync(Tenant, "two", "key.expired");
        await test.SubscribeAsync(new TenantId("guild", "2"), "one", "key.expired");
        await PutAsync(test, "1", "first", "'{}'", "1", "- interval '2 seconds'");
        await PutAsync(test, "1", "second", "'{}'", "1", "- interval '1 second'");
        await PutAsync(test, "2", "near", "'{}'", "1", "- interval '2 seconds'");
        await PutAsync(test, "2", "far", "'{}'", "1", "- interval '1 second'");
        await test.ExecuteAsync("update tenant_kv_expiry set hops = case key when 'far' then 6 when 'near' then 5 else 0 end");

        (await new ExpiryStore(test.Database).SweepAsync(10, limits, CancellationToken.None))
            .ShouldBe(new ExpiredKeys(4, 4, 3) { Silenced = 3 });

        (await test.ReadTextsAsync("select (data ->> 'key') || ' ' || template || ' ' || hops from deliveries order by 1"))
            .ShouldBe(["first one 0", "first two 0", "near one 5"]);
        (await test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task Looking_for_what_expires_next_does_not_walk_over_what_expired_before_while_a_snapshot_is_held()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var holder = await test.ConnectAsync();
        await using var snapshot = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await ExecuteAsync(holder, "select 1 from slots limit 1");
        await test.ExecuteAsync("""
            insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at)
            select 'guild', '1', n::text, now() - interval '1 hour' from generate_series(1, 20000) n
            """);
        await test.ExecuteAsync("delete from tenant_kv_expiry");
        await using (var database = await test.OpenAsync())
        {
            var store = new ExpiryStore(database);
            for (var i = 0; i < 20; i++)
            {
                (await store.UntilNextAsync(CancellationToken.None)).ShouldBeNull();
                (await store.SweepAsync(100, new LimitOptions(), CancellationToken.None)).Due.ShouldBe(0);
            }
        }

        // A session reports what it counted when it ends.
        await Waiting.UntilAsync(
            async () => await test.ReadAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and query like '%expires_at%' and pid <> pg_backend_pid()") == 0,
            "the end of the store's sessions");
        (await test.ReadAsync<long>("select sum(idx_tup_read)::bigint from pg_stat_user_indexes where relname = 'tenant_kv_expiry'"))
            .ShouldBeLessThan(5 * 20_000);
    }

    [DatabaseFact]
    public async Task Many_keys_are_swept_by_two_at_once_each_exactly_once_and_fast()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var other = await test.OpenAsync();
        for (var tenant = 0; tenant < 20; tenant++)
        {
            await test.SubscribeAsync(new TenantId("guild", $"{tenant}"), "one", "key.expired");
        }

        await test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', (n % 20)::text, n::text, to_jsonb(n) from generate_series(1, 10000) n;
            insert into tenant_kv_expiry (owner_type, owner_id, key, expires_at) select 'guild', (n % 20)::text, n::text, now() from generate_series(1, 10000) n;
            analyze tenant_kv, tenant_kv_expiry;
            """);
        var clock = Stopwatch.StartNew();

        var settled = await Task.WhenAll(new[] { test.Database, other }.Select(database => Task.Run(async () =>
        {
            var (store, sum) = (new ExpiryStore(database), 0);
            while (await store.SweepAsync(500, new LimitOptions(), CancellationToken.None) is { Due: > 0 } pass)
            {
                sum += pass.Settled;
            }

            return sum;
        })));

        settled.Sum().ShouldBe(10_000);
        (await test.ReadAsync<long>("select count(distinct data ->> 'key') from deliveries")).ShouldBe(10_000);
        (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(10_000);
        (await test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(0);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [DatabaseFact]
    public async Task The_keys_of_a_banned_tenant_and_of_owners_that_are_no_tenants_go_without_an_event()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('guild', '1', true)");
        await PutAsync(test, "1", "a", "'{}'", "1", "- interval '1 second'");
        await PutAsync(test, new string('x', 300), "a", "'{}'", "1", "- interval '1 second'");

        (await new ExpiryStore(test.Database).SweepAsync(10, new LimitOptions(), CancellationToken.None)).ShouldBe(new ExpiredKeys(2, 2, 0));
        (await test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(0);
    }

    private static Task PutAsync(TestDatabase test, string owner, string key, string scopes, string json, string expires) =>
        test.ExecuteAsync($"""
            insert into tenant_kv (owner_type, owner_id, key, scopes, value) values ('guild', '{owner}', '{key}', {scopes}, '{json}');
            insert into tenant_kv_expiry (owner_type, owner_id, key, scopes, expires_at) values ('guild', '{owner}', '{key}', {scopes}, now() {expires});
            """);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
