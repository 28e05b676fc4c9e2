using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Moving;

/// <summary>Moves actions to the ends of their channels: those that are due, and those whose route is gone.</summary>
/// <remarks>It follows <see cref="LockTenants.Try"/> in its batch. Actions of tenants whose lock another session has stay for the next pass.</remarks>
internal static class MoveActions
{
    /// <summary>Selects the delayed actions that are due, in this order.</summary>
    public const string Due = """
        select ctid as place, due_at as at, id, owner_type, owner_id, route as to_route
        from actions
        where due_at >= $4 and due_at <= now()
        order by due_at
        limit $5
        for update skip locked
        """;

    /// <summary>Selects actions of channels whose route is gone; they are routed anew.</summary>
    public static readonly string Lost = $"""
        select l.place, null::timestamptz as at, l.id, l.owner_type, l.owner_id, {ActionRouting.Route("l")} as to_route
        from unnest($1::text[], $2::text[], $4::text[], $5::text[]) as c(owner_type, owner_id, channel, route)
        cross join lateral (
            select ctid as place, id, owner_type, owner_id, type
            from actions
            where owner_type = c.owner_type and owner_id = c.owner_id and channel = c.channel and route = c.route and position is not null
            order by owner_type, owner_id, channel, route, position
            limit $6
            for update skip locked
        ) l
        """;

    /// <summary>The statement; its first three parameters are the tenants and their locks.</summary>
    /// <param name="chosen"><see cref="Due"/> or <see cref="Lost"/>.</param>
    public static string Sql(string chosen) => $"""
        with chosen as materialized (
            {chosen}
        ), moved as (
            update actions a
            set position = n.position, due_at = null, route = n.to_route
            from (
                select o.place, o.to_route, nextval('action_positions') as position
                from (
                    select c.place, c.to_route
                    from chosen c
                    where exists (
                        select
                        from unnest($1::text[], $2::text[], $3::bigint[]) as t(owner_type, owner_id, lock)
                        where t.owner_type = c.owner_type and t.owner_id = c.owner_id and t.lock <> all ({LockTenants.Missed})
                    )
                    offset 0
                ) o
            ) n
            where a.ctid = n.place and a.died_at is null
            returning a.route, a.slot, a.owner_type, a.owner_id, a.channel, a.position
        ), {ActionChannels.Open("moved")}
        select count(*)::int from moved
        """;

    /// <summary>The number of actions that were moved.</summary>
    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<TenantId> tenants, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        var locks = tenants.Select(TenantLock.KeyOf).ToList();
        await using var batch = LockTenants.TryBatch(connection, [.. locks.Distinct().Order()]);
        var move = new NpgsqlBatchCommand(sql);
        move.Parameters
            .AddArray([.. tenants.Select(tenant => tenant.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. tenants.Select(tenant => tenant.OwnerId)], NpgsqlDbType.Text)
            .AddArray(locks, NpgsqlDbType.Bigint);
        add(move.Parameters);
        batch.BatchCommands.Add(move);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await LockTenants.ReadFourthAsync(reader, cancellationToken);
        return reader.GetInt32(0);
    }
}
