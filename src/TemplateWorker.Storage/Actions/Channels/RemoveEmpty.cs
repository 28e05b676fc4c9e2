using Npgsql;
using NpgsqlTypes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Removes the rows of channels in which nothing waits, unless a consumer has them or a commit of the tenant is under way.</summary>
/// <remarks>It follows <see cref="LockTenants.Try"/> in its batch: under the tenants' locks no action comes to a channel.</remarks>
internal static class RemoveEmpty
{
    private static readonly string Sql = $"""
        delete from action_channels
        where ctid = any (array(
            select p.place
            from unnest($1::text[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::bigint[]) as c(route, slot, owner_type, owner_id, channel, lock)
            cross join lateral (
                select ctid as place, low
                from action_channels
                where {ActionChannels.IsOf("c")} and {ActionChannels.IsFree}
                limit 1
                for update skip locked
            ) p
            left join lateral (
                {ActionChannels.FirstWaiting("c", "p.low")}
            ) w on true
            where c.lock <> all ({LockTenants.Missed}) and w.there is null
        ))
        """;

    public static NpgsqlBatchCommand Command(IReadOnlyList<ChannelName> channels)
    {
        var command = new NpgsqlBatchCommand(Sql);
        ChannelParameters.AddTo(command.Parameters, channels)
            .AddArray([.. channels.Select(channel => TenantLock.KeyOf(channel.Tenant))], NpgsqlDbType.Bigint);
        return command;
    }

    /// <summary>The locks of the channels' tenants, each once, ascending.</summary>
    public static List<long> Locks(IEnumerable<ChannelName> channels) =>
        [.. channels.Select(channel => TenantLock.KeyOf(channel.Tenant)).Distinct().Order()];
}
