using TemplateWorker.Storage.KeyValue;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyExpiryTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly KeyName Name = new(Scopes.Of("s"), "k");

    [DatabaseFact]
    public async Task A_key_that_is_put_with_a_time_to_live_says_when_it_expires_and_a_plain_put_ends_that()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);

        var put = await store.PutAsync(Tenant, Name, "1", TimeSpan.FromHours(1), CancellationToken.None);
        var read = (await store.GetAsync(Tenant, Name, CancellationToken.None))!;
        (put.ExpiresAt!.Value - put.UpdatedAt, read.ExpiresAt).ShouldBe((TimeSpan.FromHours(1), put.ExpiresAt));
        read.ExpiresIn!.Value.ShouldBeInRange(TimeSpan.FromMinutes(50), TimeSpan.FromHours(1));

        (await store.PutAsync(Tenant, Name, "2", CancellationToken.None)).ExpiresAt.ShouldBeNull();
        (await store.GetAsync(Tenant, Name, CancellationToken.None))!.ExpiresAt.ShouldBeNull();
        (await test.ReadAsync<long>("select count(*) from tenant_kv_expiry")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_key_that_has_expired_is_absent_although_its_row_is_there_and_can_be_made_anew()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        var old = await ExpireAsync(test, store);

        (await store.GetAsync(Tenant, Name, CancellationToken.None)).ShouldBeNull();
        (await store.ListAsync(Tenant, new KeyRange(Name.Scopes, "", null, 10), CancellationToken.None)).Records.ShouldBeEmpty();
        var seen = store.Read(Tenant, [Name])[0]!;
        (seen.IsExpired, seen.Version).ShouldBe((true, old.Version));
        store.Read(Tenant, [Name, new KeyName(Scopes.None, "other")])[0]!.IsExpired.ShouldBeTrue();

        var anew = await store.PutAsync(Tenant, Name, "2", CancellationToken.None);
        anew.CreatedAt.ShouldBe(anew.UpdatedAt);
        (await store.GetAsync(Tenant, Name, CancellationToken.None))!.Json.ShouldBe("2");
    }

    [DatabaseFact]
    public async Task Whoever_removes_a_key_that_has_expired_finds_none_and_leaves_it_to_be_told_of()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        await ExpireAsync(test, store);

        (await store.DeleteAsync(Tenant, Name, CancellationToken.None)).ShouldBeFalse();
        (await test.ReadAsync<long>("select count(*) from tenant_kv")).ShouldBe(1);

        await store.PutAsync(Tenant, Name, "2", TimeSpan.FromHours(1), CancellationToken.None);
        (await store.DeleteAsync(Tenant, Name, CancellationToken.None)).ShouldBeTrue();
        (await test.ReadAsync<long>("select (select count(*) from tenant_kv) + (select count(*) from tenant_kv_expiry)")).ShouldBe(0);
    }

    private static async Task<KeyRecord> ExpireAsync(TestDatabase test, KeyValueStore store)
    {
        var put = await store.PutAsync(Tenant, Name, "1", TimeSpan.FromHours(1), CancellationToken.None);
        await test.ExecuteAsync("update tenant_kv_expiry set expires_at = now() - interval '1 second'");
        return put;
    }
}
