using Npgsql;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Moving;

/// <summary>Finds channels that need attention without a consumer: those whose route is gone, and those of consumers that pull in which nothing waits.</summary>
internal static class FindChannels
{
    /// <summary>Channels whose route is gone.</summary>
    public const string Lost = """
        with recursive route as (
            (select c.route from action_channels c where c.route > '' order by c.route, c.slot, c.owner_type, c.owner_id limit 1)
            union all
            select n.route
            from route r
            cross join lateral (
                select c.route from action_channels c where c.route > r.route order by c.route, c.slot, c.owner_type, c.owner_id limit 1
            ) n
        )
        select l.route, l.owner_type, l.owner_id, l.channel
        from route r
        cross join lateral (
            select c.route, c.owner_type, c.owner_id, c.channel
            from action_channels c
            where c.route = r.route and not exists (select from action_routes k where k.name = r.route)
            order by c.route, c.slot, c.owner_type, c.owner_id
            limit $1
        ) l
        limit $1
        """;

    /// <summary>Channels of consumers that pull in which nothing waits. $1 is where the search begins.</summary>
    public const string Empty = """
        select c.route, c.owner_type, c.owner_id, c.channel
        from (
            select route, slot, owner_type, owner_id, channel, low
            from action_channels
            where route = '' and (slot, owner_type, owner_id) > ($2, '', '') and (leased_until is null or leased_until < now())
            order by route, slot, owner_type, owner_id
            limit $1
        ) c
        where not exists (
            select
            from actions
            where owner_type = c.owner_type and owner_id = c.owner_id and channel = c.channel and route = c.route and position > c.low
        )
        """;

    public static async Task<IReadOnlyList<ChannelName>> ExecuteAsync(
        NpgsqlConnection connection, string sql, int limit, int? fromSlot, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddNumber(limit);
        if (fromSlot is { } slot)
        {
            command.Parameters.AddNumber(slot);
        }

        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        List<ChannelName> channels = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            channels.Add(new ChannelName(new TenantId(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetString(0)));
        }

        return channels;
    }
}
