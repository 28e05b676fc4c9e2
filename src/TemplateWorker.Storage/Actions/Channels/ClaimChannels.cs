using System.Collections;
using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Reserves channels that are ready for a consumer, those of each tenant in the order in which they became ready.</summary>
/// <remarks>
/// From tenant to tenant the search jumps by the index, so that what one of them has waiting costs the others nothing. A channel that a
/// consumer's transaction has locked is passed over.
/// The commit does not wait for the disk: a crash of the server may lose the lease, and then the channel's actions are handed over again, as when a
/// lease ends. The commits that the actions came with have waited.
/// </remarks>
internal static class ClaimChannels
{
    /// <summary>How many tenants a search looks at.</summary>
    private const int MostTenants = 500;

    /// <summary>How many channels of a tenant a search takes.</summary>
    private const int MostOfTenant = 4;

    private const string NotWaitingSql = "select set_config('synchronous_commit', 'off', true)";

    private static readonly string Sql = $"""
        with picked as materialized (
            select p.place, w.lease
            from unnest($3::text[], $4::int[], $5::interval[], $6::int[], $7::text[], $8::text[]) as w(route, most, lease, slot, owner_type, owner_id)
            cross join lateral (
                with recursive tenant as (
                    (
                        select c.slot, c.owner_type, c.owner_id, 1 as nth
                        from action_channels c
                        where c.route = w.route and (c.slot, c.owner_type, c.owner_id) > (w.slot, w.owner_type, w.owner_id)
                        order by c.route, c.slot, c.owner_type, c.owner_id
                        limit 1
                    )
                    union all
                    select n.slot, n.owner_type, n.owner_id, t.nth + 1
                    from tenant t
                    cross join lateral (
                        select c.slot, c.owner_type, c.owner_id
                        from action_channels c
                        where c.route = w.route and (c.slot, c.owner_type, c.owner_id) > (t.slot, t.owner_type, t.owner_id)
                        order by c.route, c.slot, c.owner_type, c.owner_id
                        limit 1
                    ) n
                    where t.nth < {MostTenants}
                )
                select f.place
                from tenant t
                cross join lateral (
                    select c.ctid as place
                    from action_channels c
                    where c.route = w.route and c.slot = t.slot and c.owner_type = t.owner_type and c.owner_id = t.owner_id
                        and c.ready_at <= now() and (c.leased_until is null or c.leased_until < now())
                    order by c.route, c.slot, c.owner_type, c.owner_id, c.ready_at
                    limit {MostOfTenant}
                    for update skip locked
                ) f
                where get_bit($2::bytea, t.slot) = 1
                limit w.most
            ) p
        )
        update action_channels c
        set holder = $1, leased_until = now() + p.lease, leased_through = null
        from picked p
        where c.ctid = p.place
        returning c.route, c.owner_type, c.owner_id, c.channel, c.failures, c.low
        """;

    public static async Task<IReadOnlyList<LeasedChannel>> ExecuteAsync(
        Database database, NpgsqlConnection connection, string holder, byte[] slots, IReadOnlyList<ChannelWish> wishes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotWaitingSql));
        var claim = new NpgsqlBatchCommand(Sql);
        claim.Parameters.AddText(holder);
        claim.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = slots });
        claim.Parameters
            .AddArray([.. wishes.Select(wish => wish.Route)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Channels)], NpgsqlDbType.Integer)
            .AddArray([.. wishes.Select(wish => wish.Lease)], NpgsqlDbType.Interval)
            .AddArray([.. wishes.Select(wish => wish.After.Slot)], NpgsqlDbType.Integer)
            .AddArray([.. wishes.Select(wish => wish.After.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.After.OwnerId)], NpgsqlDbType.Text);
        batch.BatchCommands.Add(claim);
        await database.PrepareAsync(batch, cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<LeasedChannel> channels = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            channels.Add(new LeasedChannel(
                new ChannelName(new TenantId(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetString(0)),
                holder,
                reader.GetInt32(4),
                reader.GetInt64(5),
                []));
        }

        return channels;
    }

    /// <summary>The slots as the statement takes them: a bit for each.</summary>
    public static byte[] Bits(IEnumerable<int> slots)
    {
        var bits = new BitArray(TenantId.SlotCount);
        foreach (var slot in slots)
        {
            bits[slot] = true;
        }

        var bytes = new byte[TenantId.SlotCount / 8];
        bits.CopyTo(bytes, 0);
        return bytes;
    }
}
