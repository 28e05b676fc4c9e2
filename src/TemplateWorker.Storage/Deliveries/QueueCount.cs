namespace TemplateWorker.Storage.Deliveries;

/// <summary>What a tenant's queue limit counts: deliveries that wait, run or are delayed. Parked ones wait; dead letters do not count.</summary>
internal static class QueueCount
{
    /// <summary>An SQL expression for the count, as a bigint; it reads at most <paramref name="most"/> rows of each table.</summary>
    /// <param name="ownerType">An SQL expression for the tenant's owner type.</param>
    /// <param name="ownerId">An SQL expression for the tenant's owner id.</param>
    /// <param name="most">An SQL expression. A count of this or more means at least this many.</param>
    public static string Sql(string ownerType, string ownerId, string most) => $"""
        ((select count(*) from (
            select from deliveries q where q.owner_type = {ownerType} and q.owner_id = {ownerId} limit {most}) ready)
        + (select count(*) from (
            select from delayed_deliveries q where q.owner_type = {ownerType} and q.owner_id = {ownerId} limit {most}) postponed))
        """;
}
