namespace TemplateWorker.Storage.Deliveries;

/// <summary>What a tenant's queue limit counts: deliveries that wait, run or are delayed. Parked ones wait; dead letters do not count.</summary>
/// <remarks>
/// A tenant's lanes are counted one by one, because only within a lane does the index lead to an id. Of a template that was deleted
/// nothing is counted; what waits for it is about to be skipped.
/// </remarks>
internal static class QueueCount
{
    /// <summary>
    /// An SQL expression for an array of bigint: the count, which reads at most <paramref name="most"/> rows of each table, and the id up to
    /// which there is nothing (<see cref="QueueFloors"/>).
    /// </summary>
    /// <param name="ownerType">An SQL expression for the tenant's owner type; no expression may use an alias of this one.</param>
    /// <param name="ownerId">An SQL expression for the tenant's owner id.</param>
    /// <param name="most">An SQL expression. A count of this or more means at least this many, and the id says nothing.</param>
    /// <param name="floor">An SQL expression for the id above which to count.</param>
    public static string Sql(string ownerType, string ownerId, string most, string floor) => $"""
        (select array[coalesce(sum(c.waiting), 0)::bigint, coalesce(min(c.first) - 1, max(c.last))]
        from (
            select count(*) as waiting, min(r.id) as first, ({LastId.Sql}) as last
            from (
                select queue_lane.id
                from templates queue_template
                cross join lateral (
                    select q.id
                    from deliveries q
                    where q.owner_type = {ownerType} and q.owner_id = {ownerId} and q.template = queue_template.name and q.id > {floor}
                    order by q.owner_type, q.owner_id, q.template, q.id
                    limit {most}
                ) queue_lane
                where queue_template.owner_type = {ownerType} and queue_template.owner_id = {ownerId}
                limit {most}
            ) r
            union all
            select count(*), min(p.id), null
            from (
                select q.id from delayed_deliveries q where q.owner_type = {ownerType} and q.owner_id = {ownerId} and q.id > {floor} limit {most}
            ) p
        ) c)
        """;

    /// <summary>
    /// An SQL query for the room that is left in the queue of each tenant in a set of rows: owner_type, owner_id, room. What a tenant may
    /// get is the rows of those events of which the last one still fits.
    /// </summary>
    /// <param name="rows">A table expression with owner_type, owner_id, max_queued and floor.</param>
    public static string RoomSql(string rows) => $"""
        select t.owner_type, t.owner_id, t.max_queued - ({Sql("t.owner_type", "t.owner_id", "t.max_queued", "t.floor")})[1] as room
            from (select distinct owner_type, owner_id, max_queued, floor from {rows}) t
        """;
}
