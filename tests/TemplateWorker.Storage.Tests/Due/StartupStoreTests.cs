using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Due;

public sealed class StartupStoreTests
{
    [DatabaseFact]
    public async Task The_tenants_that_subscribe_are_read_in_pages_each_once()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new StartupStore(test.Database);
        TenantId[] tenants = [new("guild", "1"), new("guild", "2"), new("user", "1")];
        foreach (var tenant in tenants)
        {
            await test.SubscribeAsync(tenant, "one", "startup");
            await test.SubscribeAsync(tenant, "two", "startup", "tick");
        }

        await test.SubscribeAsync(new TenantId("guild", "3"), "one", "tick");

        var first = await store.ListAsync(null, 2, CancellationToken.None);
        var second = await store.ListAsync(first[^1], 2, CancellationToken.None);

        first.Count.ShouldBe(2);
        first.Concat(second).ShouldBe(tenants, ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task Those_who_are_told_get_one_event_for_all_their_templates_that_subscribe()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new StartupStore(test.Database);
        TenantId told = new("guild", "1"), banned = new("guild", "2"), gone = new("guild", "3");
        await test.SubscribeAsync(told, "one", "startup");
        await test.SubscribeAsync(told, "two", "startup");
        await test.SubscribeAsync(told, "three", "tick");
        await test.SubscribeAsync(banned, "one", "startup");
        await test.ExecuteAsync("insert into tenant_state (owner_type, owner_id, banned) values ('guild', '2', true)");

        (await store.TellAsync([told, banned, gone], """{"supervisor":"a"}""", new LimitOptions(), CancellationToken.None)).ShouldBe(2);

        (await test.DeliveriesAsync()).ShouldBe(
            ["1 one startup {\"supervisor\":\"a\"}", "1 two startup {\"supervisor\":\"a\"}"], ignoreOrder: true);
        (await test.ReadAsync<long>("select count(distinct event_id) from deliveries")).ShouldBe(1);
        (await test.ReadAsync<short>("select min(slot) from deliveries")).ShouldBe((short)told.Slot);
    }
}
