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
    /// <summary>How many tenants a statement looks at.</summary>
    public const int MostTenants = 500;

    private const string NotWaitingSql = "select set_config('synchronous_commit', 'off', true)";

    // A row without a channel tells where to continue.
    private static readonly string Sql = $"""
        with picked as materialized (
            select w.route, w.lease, p.*
            from unnest($3::text[], $4::int[], $5::interval[], $6::int[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[], $12::bool[])
                as w(route, most, lease, slot, owner_type, owner_id, until_slot, until_type, until_id, has_wrapped)
            cross join lateral (
                with recursive tenant as (
                    select n.*, 1 as nth from ({Next("w")}) n
                    union all
                    select n.*, t.nth + 1 from tenant t cross join lateral ({Next("t")}) n where t.nth < {MostTenants}
                )
                select t.slot, t.owner_type, t.owner_id, t.has_wrapped, t.nth, f.place
                from tenant t
                cross join lateral (
                    select r.place
                    from (
                        select c.ctid as place
                        from action_channels c
                        where c.route = w.route and c.slot = t.slot and c.owner_type = t.owner_type and c.owner_id = t.owner_id
                            and c.ready_at <= now() and (c.leased_until is null or c.leased_until < now()) and get_bit($2::bytea, t.slot) = 1
                        order by c.route, c.slot, c.owner_type, c.owner_id, c.ready_at
                        limit {ChannelWish.MostOfTenant}
                        for update skip locked
                    ) r
                    union all
                    select null where t.nth = {MostTenants}
                ) f
                limit w.most
            ) p
        ), claimed as (
            update action_channels c
            set holder = $1, leased_until = now() + p.lease, leased_through = null
            from picked p
            where c.ctid = p.place
            returning c.route, c.owner_type, c.owner_id, c.channel, c.failures, c.low, p.nth
        )
        select route, owner_type, owner_id, channel, failures, low, nth, null::int, null::bool from claimed
        union all
        select route, owner_type, owner_id, null, null, null, null, slot, has_wrapped from picked where place is null
        """;

    public static async Task<ClaimedChannels> ExecuteAsync(
        Database database, NpgsqlConnection connection, string holder, byte[] slots, IReadOnlyList<ChannelWish> wishes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(NotWaitingSql));
        batch.BatchCommands.Add(Command(holder, slots, wishes));
        await database.PrepareAsync(batch, cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<LeasedChannel> channels = [];
        var last = new Dictionary<string, (int Nth, TenantCursor Place)>(StringComparer.Ordinal);
        var ends = wishes.ToDictionary(
            wish => wish.Route, wish => new SearchEnd(ChannelSearch.From(wish.Search.Until), IsCut: false), StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (route, ownerType, ownerId) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            if (reader.IsDBNull(3))
            {
                var place = new TenantCursor(reader.GetInt32(7), ownerType, ownerId);
                ends[route] = new SearchEnd(new ChannelSearch(place, ends[route].Next.Until, reader.GetBoolean(8)), IsCut: true);
                continue;
            }

            var tenant = new TenantId(ownerType, ownerId);
            channels.Add(new LeasedChannel(new ChannelName(tenant, reader.GetString(3), route), holder, reader.GetInt32(4), reader.GetInt64(5), []));
            var nth = reader.GetInt32(6);
            if (last.GetValueOrDefault(route).Nth < nth)
            {
                last[route] = (nth, TenantCursor.After(tenant));
            }
        }

        foreach (var (route, (_, place)) in last.Where(one => !ends[one.Key].IsCut))
        {
            ends[route] = new SearchEnd(ChannelSearch.From(place), IsCut: false);
        }

        return new ClaimedChannels(channels, ends);
    }

    private static NpgsqlBatchCommand Command(string holder, byte[] slots, IReadOnlyList<ChannelWish> wishes)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddText(holder);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = slots });
        command.Parameters
            .AddArray([.. wishes.Select(wish => wish.Route)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Channels)], NpgsqlDbType.Integer)
            .AddArray([.. wishes.Select(wish => wish.Lease)], NpgsqlDbType.Interval)
            .AddArray([.. wishes.Select(wish => wish.Search.After.Slot)], NpgsqlDbType.Integer)
            .AddArray([.. wishes.Select(wish => wish.Search.After.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Search.After.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Search.Until.Slot)], NpgsqlDbType.Integer)
            .AddArray([.. wishes.Select(wish => wish.Search.Until.OwnerType)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Search.Until.OwnerId)], NpgsqlDbType.Text)
            .AddArray([.. wishes.Select(wish => wish.Search.HasWrapped)], NpgsqlDbType.Boolean);
        return command;
    }

    /// <summary>The tenant behind the one at an alias: the next one; behind the last of all the first, unless the search has been there.</summary>
    private static string Next(string alias) => $"""
        select x.*
        from (
            select b.*
            from (
                select c.slot::int as slot, c.owner_type, c.owner_id, {alias}.has_wrapped
                from action_channels c
                where c.route = w.route and (c.slot, c.owner_type, c.owner_id) > ({alias}.slot, {alias}.owner_type, {alias}.owner_id)
                order by c.route, c.slot, c.owner_type, c.owner_id
                limit 1
            ) b
            where not b.has_wrapped or (b.slot, b.owner_type, b.owner_id) <= (w.until_slot, w.until_type, w.until_id)
            union all
            select a.*
            from (
                select c.slot::int as slot, c.owner_type, c.owner_id, true
                from action_channels c
                where c.route = w.route and not {alias}.has_wrapped
                    and (c.slot, c.owner_type, c.owner_id) <= (w.until_slot, w.until_type, w.until_id)
                order by c.route, c.slot, c.owner_type, c.owner_id
                limit 1
            ) a
        ) x
        limit 1
        """;

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
