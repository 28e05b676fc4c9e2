namespace TemplateWorker.Storage.Actions;

/// <summary>Makes the rows of channels in which actions begin to wait. The transaction must hold the tenants' locks.</summary>
internal static class ActionChannels
{
    /// <summary>Common table expressions for rows that were given a position, or none (then they are passed over).</summary>
    /// <param name="rows">Their name; with slot, owner_type, owner_id, channel, route and position.</param>
    public static string Open(string rows) => $"""
        opened as (
            insert into action_channels (route, slot, owner_type, owner_id, channel, low)
            select a.route, a.slot, a.owner_type, a.owner_id, a.channel, a.low
            from (
                select route, slot, owner_type, owner_id, channel, min(position) - 1 as low
                from {rows}
                where position is not null
                group by route, slot, owner_type, owner_id, channel
            ) a
            left join lateral (
                select true as there
                from action_channels
                where route = a.route and slot = a.slot and owner_type = a.owner_type and owner_id = a.owner_id and channel = a.channel
                limit 1
            ) c on true
            where c.there is null
            on conflict (route, slot, owner_type, owner_id, channel) do nothing
        )
        """;
}
