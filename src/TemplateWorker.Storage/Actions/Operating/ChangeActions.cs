using Npgsql;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>Sends actions again, or drops them. One on its way is passed over: its channel is leased or locked.</summary>
internal static class ChangeActions
{
    private static readonly string Free = $"""
        free as materialized (
            select s.*
            from selected s
            left join lateral (
                {ActionChannels.LockFree("s")}
            ) c on true
            where s.position is null or c.free
        )
        """;

    /// <summary>Sends dead actions, and waiting ones that no consumer has, to the ends of their channels, routed anew as if for the first time.</summary>
    public static readonly string Replay = $"""
        {ActionSelection.Sql}, {Free}, moved as (
            update actions a
            set position = n.position, due_at = null, died_at = null, attempts = 0, route = n.to_route
            from (
                select o.place, o.to_route, nextval('action_positions') as position
                from (select f.place, {ActionRouting.Route("f")} as to_route from free f order by f.id) o
            ) n
            where a.ctid = n.place
            returning a.route, a.slot, a.owner_type, a.owner_id, a.channel, a.position
        ), {ActionChannels.Open("moved")}
        select count(*)::int from moved
        """;

    /// <summary>Removes actions in any state.</summary>
    public static readonly string Drop = $"""
        {ActionSelection.Sql}, {Free}, gone as (
            delete from actions a using free f where a.ctid = f.place returning 1
        )
        select count(*)::int from gone
        """;

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, ActionFilter filter, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(LockTenants.TryBegin());
        batch.BatchCommands.Add(IndexPlans.CommandWithJoins());
        batch.BatchCommands.Add(LockTenants.Command([TenantLock.KeyOf(filter.Tenant)]));
        batch.BatchCommands.Add(ActionSelection.Command(sql, filter));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await LockTenants.ReadFourthAsync(reader, cancellationToken);
        return reader.GetInt32(0);
    }
}
