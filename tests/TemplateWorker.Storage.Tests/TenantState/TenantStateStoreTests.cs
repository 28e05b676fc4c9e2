using TemplateWorker.Storage.TenantState;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.TenantState;

public sealed class TenantStateStoreTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_tenant_nobody_has_written_for_has_the_absent_state()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TenantStateStore(test.Database);

        store.Read(Tenant).ShouldBe(TenantStateRecord.Absent);
        (await store.GetAsync(Tenant, CancellationToken.None)).Version.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task Data_is_replaced_while_events_and_ban_stay()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, events, banned) values ('guild', '1', '{a,b}', true)");
        var store = new TenantStateStore(test.Database);

        var put = await store.PutDataAsync(Tenant, """{"n": 1}""", CancellationToken.None);

        put.DataJson.ShouldBe("""{"n": 1}""");
        put.Events.ShouldBe(["a", "b"]);
        put.Banned.ShouldBeTrue();
        store.Read(Tenant).Version.ShouldBe(put.Version);
        (await store.PutDataAsync(Tenant, "{}", CancellationToken.None)).Version.ShouldNotBe(put.Version);
    }

    [DatabaseFact]
    public async Task A_ban_is_set_and_lifted_and_leaves_the_data_alone()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TenantStateStore(test.Database);
        await store.PutDataAsync(Tenant, """{"n": 1}""", CancellationToken.None);

        await store.SetBannedAsync(Tenant, true, CancellationToken.None);
        var banned = store.Read(Tenant);
        await store.SetBannedAsync(Tenant, true, CancellationToken.None);
        store.Read(Tenant).Version.ShouldBe(banned.Version, "banning twice is no change");
        await store.SetBannedAsync(Tenant, false, CancellationToken.None);

        banned.Banned.ShouldBeTrue();
        banned.DataJson.ShouldBe("""{"n": 1}""");
        store.Read(Tenant).Banned.ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_tenant_can_be_banned_before_anybody_has_heard_of_it()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TenantStateStore(test.Database);

        await store.SetBannedAsync(Tenant, true, CancellationToken.None);

        store.Read(Tenant).Banned.ShouldBeTrue();
        store.Read(new TenantId("user", "1")).Banned.ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task Data_that_jsonb_does_not_take_is_refused_by_name()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new TenantStateStore(test.Database);

        var exception = await Should.ThrowAsync<StorageException>(
            () => store.PutDataAsync(Tenant, "\"\\u0000\"", CancellationToken.None));

        exception.Fault.ShouldBe(StorageFault.ValueRefused);
    }
}
