namespace TemplateWorker.Storage.Actions;

/// <summary>How statements find the rows of channels, and make them.</summary>
internal static class ActionChannels
{
    /// <summary>A condition on a row of a channel: no consumer has it.</summary>
    public const string IsFree = "(leased_until is null or leased_until < now())";

    /// <summary>A condition on a row of a channel: it is that of a row under an alias, with route, slot, owner_type, owner_id and channel.</summary>
    public static string IsOf(string row) =>
        $"route = {row}.route and slot = {row}.slot and owner_type = {row}.owner_type and owner_id = {row}.owner_id and channel = {row}.channel";

    /// <summary>
    /// Locks the channel of an action under an alias, and selects <c>free</c>, when no consumer has it. A channel that a consumer's
    /// transaction has locked counts as one that the consumer has.
    /// </summary>
    public static string LockFree(string action) => $"""
        select true as free
        from action_channels
        where {action}.position is not null and {IsOf(action)} and {IsFree}
        limit 1
        for update skip locked
        """;

    /// <summary>Selects <c>there</c> when an action waits in the channel of a row under an alias.</summary>
    /// <param name="channel">The alias.</param>
    /// <param name="low">The position up to which none does.</param>
    public static string FirstWaiting(string channel, string low) => $"""
        select true as there
        from actions
        where owner_type = {channel}.owner_type and owner_id = {channel}.owner_id and channel = {channel}.channel and route = {channel}.route and position > {low}
        order by owner_type, owner_id, channel, route, position
        limit 1
        """;

    /// <summary>
    /// Common table expressions that make the channels of rows that were given a position, or none (then they are passed over). The
    /// transaction must hold the tenants' locks.
    /// </summary>
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
                where {IsOf("a")}
                limit 1
            ) c on true
            where c.there is null
            on conflict (route, slot, owner_type, owner_id, channel) do nothing
        )
        """;
}
