using Npgsql;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Moving;

/// <summary>Finds channels that need attention without a consumer: those whose route is deleted, and those of consumers that pull in which nothing waits.</summary>
internal static class FindChannels
{
    /// <summary>Channels whose route is deleted.</summary>
    public const string Lost = """
        select l.route, l.owner_type, l.owner_id, l.channel
        from (select name from action_routes where deleted_at is not null order by deleted_at limit $1) r
        cross join lateral (
            select c.route, c.owner_type, c.owner_id, c.channel
            from action_channels c
            where c.route = r.name
            order by c.route, c.slot, c.owner_type, c.owner_id
            limit $1
        ) l
        limit $1
        """;

    /// <summary>Channels of consumers that pull in which nothing waits. $1 is where the search begins.</summary>
    public static readonly string Empty = $"""
        select c.route, c.owner_type, c.owner_id, c.channel
        from (
            select route, slot, owner_type, owner_id, channel, low
            from action_channels
            where route = '' and (slot, owner_type, owner_id) > ($2, '', '') and {ActionChannels.IsFree}
            order by route, slot, owner_type, owner_id
            limit $1
        ) c
        left join lateral (
            {ActionChannels.FirstWaiting("c", "c.low")}
        ) w on true
        where w.there is null
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
