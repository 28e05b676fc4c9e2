using System.Text.Json;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests;

public sealed class KeyListingTests
{
    private const int Keys = 300;
    private const int ValueCharacters = 60_000;

    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task A_listing_ends_at_four_mebibytes_and_tells_where_it_goes_on()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(limits: new TenantLimits { HeapBytes = 1 << 30 });
        await fixture.PublishAsync(
            Tenant,
            "a",
            """
            on('e', () => {
              const pages = [];
              for (let after; ;) {
                const page = kv.list({ limit: 1000, after });
                pages.push([page.length, page.reduce((sum, entry) => sum + entry.value.length, 0)]);
                if (page.next === undefined) { kv.set('done', pages.length); return pages; }
                after = page.next;
              }
            });
            """,
            "e");
        await fixture.Test.ExecuteAsync(
            $"""
            insert into tenant_kv (owner_type, owner_id, key, value)
            select 'guild', '1', to_char(i, 'FM0000'), to_jsonb(repeat('x', {ValueCharacters})) from generate_series(1, {Keys}) i
            """);

        var report = await fixture.RunAsync(Tenant, "e");

        report.Failure.ShouldBeNull();
        var pages = JsonSerializer.Deserialize<int[][]>(report.ResultJson!)!;
        pages.Sum(page => page[0]).ShouldBe(Keys);
        pages.ShouldAllBe(page => page[1] <= KeyListing.MaxCharacters + ValueCharacters);
        pages.Length.ShouldBe(5);
        report.Repeats.ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_page_whose_keys_the_run_has_deleted_still_tells_where_the_next_begins()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(
            Tenant,
            "a",
            "on('e', () => { kv.delete('k1'); kv.set('k0', 0); const page = kv.list({ limit: 2 }); return [page.map(entry => entry.key), page.next, kv.list({ limit: 9 }).next ?? null]; });",
            "e");
        await fixture.Test.ExecuteAsync(
            "insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || i, '1' from generate_series(1, 4) i");

        (await fixture.RunAsync(Tenant, "e")).ResultJson.ShouldBe("""[["k0","k2"],"k2",null]""");
    }
}
