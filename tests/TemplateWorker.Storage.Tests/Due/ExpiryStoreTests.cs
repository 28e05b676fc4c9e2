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

        (await store.SweepAsync(10, CancellationToken.None)).ShouldBe(new ExpiredKeys(1, 1, 1));

        (await test.ReadTextsAsync("select key from tenant_kv")).ShouldBe(["stays"]);
        (await test.ReadTextsAsync("select key from tenant_kv_expiry")).ShouldBe(["stays"]);
        (await test.DeliveriesAsync()).ShouldBe(["""1 one key.expired {"key" : "gone", "scopes" : ["b","a"], "value" : {"x": [1]}}"""]);
        (await store.UntilNextAsync(CancellationToken.None)).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));
        (await store.SweepAsync(10, CancellationToken.None)).ShouldBe(new ExpiredKeys(0, 0, 0));
    }

    [DatabaseFact]
    public async Task Keys_go_in_the_order_in_which_they_expired()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await PutAsync(test, "1", "second", "'{}'", "2", "- interval '2 seconds'");
        await PutAsync(test, "1", "third", "'{}'", "3", "- interval '1 second'");
        await PutAsync(test, "1", "first", "'{}'", "null", "- interval '3 seconds'");

        await new ExpiryStore(test.Database).SweepAsync(10, CancellationToken.None);

        (await test.ReadTextsAsync("select data ->> 'key' from deliveries order by id")).ShouldBe(["first", "second", "third"]);
    }

    [DatabaseFact]
    public async Task A_key_that_is_written_while_the_sweep_waits_for_its_tenant_keeps_its_new_value()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.SubscribeAsync(Tenant, "one", "key.expired");
        await PutAsync(test, "1", "again", "'{}'", "1", "- interval '1 second'");
        await PutAsync(test, "1", "longer", "'{}'", "1", "- interval '1 second'");
        await PutAsync(test, "1", "gone", "'{}'", "1", "- interval '1 second'");
        await using var writer = await test.ConnectAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await ExecuteAsync(writer, $"select pg_advisory_xact_lock({TenantLock.KeyOf(Tenant)})");
        var sweep = new ExpiryStore(test.Database).SweepAsync(10, CancellationToken.None);
        await Waiting.UntilAsync(
            async () => await test.ReadAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 1,
            "the sweep waits for the tenant's lock");

        await ExecuteAsync(writer, "update tenant_kv set value = '2' where key in ('again', 'longer')");
        await ExecuteAsync(writer, "delete from tenant_kv_expiry where key = 'again'");
        await ExecuteAsync(writer, "update tenant_kv_expiry set expires_at = now() + interval '1 hour' where key = 'longer'");
        await transaction.CommitAsync();

        (await sweep).ShouldBe(new ExpiredKeys(3, 1, 1));
        (await test.ReadTextsAsync("select key || value::text from tenant_kv order by key")).ShouldBe(["again2", "longer2"]);
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
            while (await store.SweepAsync(500, CancellationToken.None) is { Due: > 0 } pass)
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

        (await new ExpiryStore(test.Database).SweepAsync(10, CancellationToken.None)).ShouldBe(new ExpiredKeys(2, 2, 0));
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
