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

    /// <summary>
    /// An SQL query for the room that is left in the queue of each tenant in a set of rows: owner_type, owner_id, room. What a tenant may
    /// get is the rows of those events of which the last one still fits.
    /// </summary>
    /// <param name="rows">A table expression with owner_type, owner_id and max_queued.</param>
    public static string RoomSql(string rows) => $"""
        select t.owner_type, t.owner_id, t.max_queued - {Sql("t.owner_type", "t.owner_id", "t.max_queued")} as room
            from (select distinct owner_type, owner_id, max_queued from {rows}) t
        """;
}
