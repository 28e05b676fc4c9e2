using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Usage;

/// <summary>The counters of a database, and what they ought to be.</summary>
internal static class UsageRows
{
    /// <summary>Each counter as <c>owner kind entries bytes</c>.</summary>
    public static Task<IReadOnlyList<string?>> CountedAsync(this TestDatabase test) => test.ReadTextsAsync(
        "select concat_ws(' ', owner_id, kind, entries, bytes) from tenant_usage where entries <> 0 or bytes <> 0 order by 1");

    /// <summary>The same from the rows, by a definition of the test's own.</summary>
    public static Task<IReadOnlyList<string?>> KeptAsync(this TestDatabase test) => test.ReadTextsAsync("""
        select concat_ws(' ', owner_id, 'keys', count(*),
            sum(256 * ceil((octet_length(key) + octet_length(scopes::text) + octet_length(value::text)) / 256.0)::bigint))
        from tenant_kv group by owner_id
        union all
        select concat_ws(' ', owner_id, 'dead_letters', count(*), sum(octet_length(data::text))) from dead_letters group by owner_id
        order by 1
        """);

    public static async Task ShouldBeExactAsync(this TestDatabase test) => (await test.CountedAsync()).ShouldBe(await test.KeptAsync());
}
