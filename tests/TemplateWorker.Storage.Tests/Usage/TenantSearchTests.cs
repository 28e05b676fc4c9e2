using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class TenantSearchTests
{
    [DatabaseFact]
    public async Task Tenants_with_templates_keys_or_dead_letters_are_found_once_in_the_order_of_type_and_id()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into tenant_usage (owner_type, owner_id, kind, entries, bytes)
            values ('guild', '2', 'keys', 5, 500), ('guild', '2', 'dead_letters', 3, 30), ('guild', '1', 'keys', -1, -1), ('shop', '2', 'dead_letters', 1, 10);
            with published as (
                insert into template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
                select owner_type, owner_id, name, 1, '{}', '{}', '{}', sha256('')
                from (values ('guild', '2', 'a'), ('guild', '2', 'b'), ('guild', '3', 'a'), (':', 'no tenant', 'a')) t (owner_type, owner_id, name)
                returning owner_type, owner_id, name, version
            )
            insert into templates (owner_type, owner_id, name, active_version, last_version) select owner_type, owner_id, name, version, version from published;
            """);
        var store = new UsageStore(test.Database);

        (await store.SearchAsync(new TenantSearch(), CancellationToken.None)).ShouldBe(
        [
            new FoundTenant(new("guild", "1"), default, default),
            new FoundTenant(new("guild", "2"), new KeptRows(5, 500), new KeptRows(3, 30)),
            new FoundTenant(new("guild", "3"), default, default),
            new FoundTenant(new("shop", "2"), default, new KeptRows(1, 10)),
        ]);
        (await NamesAsync(store, new TenantSearch { OwnerType = "guild", IdPrefix = "2" })).ShouldBe(["guild:2"]);
        (await NamesAsync(store, new TenantSearch { IdPrefix = "2" })).ShouldBe(["guild:2", "shop:2"]);
        (await NamesAsync(store, new TenantSearch { OwnerType = "guild", Limit = 2, After = new("guild", "1") })).ShouldBe(["guild:2", "guild:3"]);
        (await NamesAsync(store, new TenantSearch { OwnerType = "none" })).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_page_has_1_to_200_tenants()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new UsageStore(test.Database);

        foreach (var limit in (int[])[0, 201])
        {
            (await Should.ThrowAsync<ArgumentException>(() => store.SearchAsync(new TenantSearch { Limit = limit }, CancellationToken.None)))
                .Message.ShouldStartWith($"The limit must be 1 to 200, was {limit}.");
        }
    }

    private static async Task<IEnumerable<string>> NamesAsync(UsageStore store, TenantSearch search) =>
        (await store.SearchAsync(search, CancellationToken.None)).Select(found => found.Tenant.ToString());
}
