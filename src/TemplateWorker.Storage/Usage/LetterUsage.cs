namespace TemplateWorker.Storage.Usage;

/// <summary>How statements count a tenant's dead letters. They do it under the tenant's lock.</summary>
internal static class LetterUsage
{
    /// <summary>An SQL expression for the bytes that a dead letter takes, given one for its payload.</summary>
    public static string Size(string data) => $"octet_length({data}::text)";

    /// <summary>Selects owner_type, owner_id, entries and bytes of the tenants among rows with data.</summary>
    /// <param name="rows">What follows "from".</param>
    public static string SumSql(string rows) =>
        $"select owner_type, owner_id, count(*) as entries, sum({Size("data")}) as bytes from {rows} group by owner_type, owner_id";

    /// <summary>Selects where the counters lie of the tenant of a row under an alias.</summary>
    public static string PlaceSql(string alias) => $"""
        select ctid as place from tenant_usage where owner_type = {alias}.owner_type and owner_id = {alias}.owner_id and kind = 'dead_letters' limit 1
        """;

    /// <summary>A statement that counts rows with bytes as no longer there, of the tenant <c>$1</c>, <c>$2</c>.</summary>
    /// <param name="gone">What follows "from".</param>
    public static string TakeSql(string gone) => $"""
        update tenant_usage t set entries = t.entries - g.entries, bytes = t.bytes - g.bytes
            from (select count(*) as entries, sum(bytes) as bytes from {gone} g) g
            where g.entries > 0 and t.ctid = (select ctid from tenant_usage where owner_type = $1 and owner_id = $2 and kind = 'dead_letters')
        """;
}
