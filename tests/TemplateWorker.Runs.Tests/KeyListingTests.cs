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

    [DatabaseFact]
    public async Task Several_keys_are_one_reading_of_the_run_with_its_own_writes_and_its_conflicts()
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(
            Tenant,
            "a",
            """
            on('e', event => {
              kv.set('k1', 'mine'); kv.delete('k2');
              const read = kv.getMany(['k0', 'k1', 'k2', 'k3', 'none', 'k3']);
              if (event.data) { for (const end = Date.now() + 500; Date.now() < end;) {} }
              kv.set('copy', read[0]);
              return read.map(value => value ?? null);
            });
            """,
            "e");
        await fixture.Test.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || i, to_jsonb(i) from generate_series(0, 3) i");

        (await fixture.RunAsync(Tenant, "e")).ResultJson.ShouldBe("""[0,"mine",null,3,null,3]""");
        var running = fixture.RunAsync(Tenant, "e", data: true);
        await fixture.UntilRunningAsync(Tenant);
        await fixture.Test.ExecuteAsync("update tenant_kv set value = '7' where owner_id = '1' and key = 'k0'");

        (await running).Repeats.ShouldBe(1, "a key of the reading was changed");
        (await fixture.Test.ReadAsync<string>("select value::text from tenant_kv where key = 'copy'")).ShouldBe("7");
    }

    [DatabaseTheory]
    [InlineData(80, null)]
    [InlineData(120, "RangeError: kv.getMany: the values have more than 4194304 characters of JSON; read fewer keys at once")]
    public async Task Several_keys_may_have_four_mebibytes_together(int keys, string? message)
    {
        await using var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Tenant, "a", $"on('e', () => kv.getMany(Array.from({{ length: {keys} }}, (_, i) => 'k' + i)).length);", "e");
        await fixture.Test.ExecuteAsync(
            $"insert into tenant_kv (owner_type, owner_id, key, value) select 'guild', '1', 'k' || i, to_jsonb(repeat('x', 50000)) from generate_series(0, {keys}) i");

        var report = await fixture.RunAsync(Tenant, "e");

        report.Failure?.Message.ShouldBe(message);
        (report.Failure is null).ShouldBe(message is null);
    }
}
