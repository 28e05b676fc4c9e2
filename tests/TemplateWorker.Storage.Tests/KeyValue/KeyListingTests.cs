using TemplateWorker.Storage.KeyValue;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyListingTests
{
    private static readonly TenantId Tenant = new("guild", "1");

    [DatabaseFact]
    public async Task Keys_are_listed_in_code_point_order_page_by_page()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        string[] keys = ["b", "a", "A", "ä", "a:", "\uffff", "\U0001F600", "a:1", "aa"];
        foreach (var key in keys)
        {
            await store.PutAsync(Tenant, new KeyName(Scopes.None, key), "1", CancellationToken.None);
        }

        List<string> listed = [];
        for (string? after = null; ;)
        {
            var page = await store.ListAsync(Tenant, new KeyRange(Scopes.None, string.Empty, after, 2), CancellationToken.None);
            listed.AddRange(page.Records.Select(record => record.Name.Key));
            if (page.Records.Count < 2)
            {
                break;
            }

            after = listed[^1];
        }

        listed.ShouldBe(keys.Order(KeyOrder.Instance));
    }

    [DatabaseTheory]
    [InlineData("a", null, "a,a%b,a_b,ab")]
    [InlineData("a", "a", "a%b,a_b,ab")]
    [InlineData("a", "aa", "ab")]
    [InlineData("a", "b", "")]
    [InlineData("b", "a", "b,b\U0010FFFF,b\U0010FFFFc")]
    [InlineData("a%", null, "a%b")]
    [InlineData("a_", null, "a_b")]
    [InlineData("b\U0010FFFF", null, "b\U0010FFFF,b\U0010FFFFc")]
    [InlineData("", "b\U0010FFFFc", "c,\U0010FFFF,\U0010FFFFx")]
    [InlineData("\U0010FFFF", null, "\U0010FFFF,\U0010FFFFx")]
    public async Task A_page_holds_what_starts_with_the_prefix_and_comes_behind_the_cursor(string prefix, string? after, string expected)
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        foreach (var key in (string[])["a", "ab", "a%b", "a_b", "b", "b\U0010FFFF", "b\U0010FFFFc", "c", "\U0010FFFF", "\U0010FFFFx"])
        {
            await store.PutAsync(Tenant, new KeyName(Scopes.None, key), "1", CancellationToken.None);
        }

        var listing = store.List(Tenant, new KeyRange(Scopes.None, prefix, after, 10));

        string.Join(',', listing.Records.Select(record => record.Name.Key)).ShouldBe(expected);
    }

    [DatabaseFact]
    public async Task Only_keys_of_the_tenant_under_exactly_the_scopes_are_listed()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        var scopes = Scopes.Of("b", "a");
        await store.PutAsync(Tenant, new KeyName(scopes, "mine"), "1", CancellationToken.None);
        await store.PutAsync(Tenant, new KeyName(Scopes.Of("a"), "fewer"), "1", CancellationToken.None);
        await store.PutAsync(Tenant, new KeyName(Scopes.None, "none"), "1", CancellationToken.None);
        await store.PutAsync(new TenantId("guild", "2"), new KeyName(scopes, "theirs"), "1", CancellationToken.None);

        var listing = store.List(Tenant, new KeyRange(scopes, string.Empty, null, 10));

        listing.Records.ShouldHaveSingleItem().Name.ShouldBe(new KeyName(scopes, "mine"));
    }

    [DatabaseFact]
    public async Task The_fingerprint_changes_with_every_change_within_the_page_and_with_none_outside()
    {
        await using var test = await TestDatabase.CreateAsync();
        var store = new KeyValueStore(test.Database);
        var range = new KeyRange(Scopes.None, "k", null, 2);
        var fingerprints = new List<string> { store.List(Tenant, range).Fingerprint };

        async Task PutAsync(string key)
        {
            await store.PutAsync(Tenant, new KeyName(Scopes.None, key), "1", CancellationToken.None);
            fingerprints.Add(store.List(Tenant, range).Fingerprint);
        }

        await PutAsync("k1");
        await PutAsync("k3");
        await PutAsync("k3");
        await PutAsync("k2");
        fingerprints.ShouldBeUnique();

        await PutAsync("k3");
        await PutAsync("k4");
        await PutAsync("a");
        fingerprints[^1].ShouldBe(fingerprints[4]);
    }

    [DatabaseFact]
    public async Task Among_ten_thousand_keys_only_the_page_is_read()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, scopes, value)
            select 'guild', t::text, 'key' || k, case when k % 2 = 0 then '{}' else '{a}' end::text[], '1'
            from generate_series(1, 50) t, generate_series(1, 200) k;
            analyze tenant_kv
            """);
        await using var connection = await test.ConnectAsync();
        await using var command = connection.CreateCommand();
        var range = new KeyRange(Scopes.None, "key1", "key12", 5);
        // The plan that prepared statements end up with, made without knowing the values.
        command.CommandText = $"""
            set plan_cache_mode = force_generic_plan;
            prepare page (text, text, text, text, text, text, int) as {TemplateWorker.Storage.KeyValue.ListKeys.Sql};
            explain (analyze, costs off, timing off, summary off)
            execute page ('guild', '25', '{range.Scopes.Literal}', '{range.Prefix}', '{range.After}', '{range.End}', {range.Limit});
            """;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> plan = [];
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        var text = string.Join('\n', plan);
        text.ShouldContain("Index Scan using tenant_kv_key_c on tenant_kv k (actual rows=5", Case.Sensitive, text);
        text.ShouldNotContain("Seq Scan");
        text.ShouldContain("Rows Removed by Filter: 1\n", Case.Sensitive, "the cursor itself is the one row read in vain:\n" + text);
    }
}
