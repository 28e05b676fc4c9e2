using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Pulling;

/// <summary>Notes up to where channels were claimed: when all of that is acknowledged, the channel is free again.</summary>
internal static class NoteLeased
{
    private static readonly string Sql = $"""
        update action_channels c
        set leased_through = p.leased_through
        from (
            select l.leased_through, f.place
            from unnest($2::text[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::bigint[]) as l(route, slot, owner_type, owner_id, channel, leased_through)
            cross join lateral (
                select ctid as place
                from action_channels
                where {ActionChannels.IsOf("l")} and holder = $1
                limit 1
            ) f
        ) p
        where c.ctid = p.place
        """;

    public static async Task ExecuteAsync(
        NpgsqlConnection connection, string holder, IReadOnlyList<LeasedChannel> channels, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(IndexPlans.Command());
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddText(holder);
        ChannelParameters.AddTo(command.Parameters, [.. channels.Select(channel => channel.Name)])
            .AddArray([.. channels.Select(channel => channel.Actions[^1].Position)], NpgsqlDbType.Bigint);
        batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
