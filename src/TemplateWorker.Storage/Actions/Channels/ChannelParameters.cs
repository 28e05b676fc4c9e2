using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Adds the arrays that name channels: route, slot, owner type, owner id and channel.</summary>
internal static class ChannelParameters
{
    public static NpgsqlParameterCollection AddTo(NpgsqlParameterCollection parameters, IReadOnlyList<ChannelName> channels) => parameters
        .AddArray([.. channels.Select(channel => channel.Route)], NpgsqlDbType.Text)
        .AddArray([.. channels.Select(channel => (short)channel.Tenant.Slot)], NpgsqlDbType.Smallint)
        .AddArray([.. channels.Select(channel => channel.Tenant.OwnerType)], NpgsqlDbType.Text)
        .AddArray([.. channels.Select(channel => channel.Tenant.OwnerId)], NpgsqlDbType.Text)
        .AddArray([.. channels.Select(channel => channel.Channel)], NpgsqlDbType.Text);
}
