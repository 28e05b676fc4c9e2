using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Reserves channels for a consumer and settles them. Safe for concurrent use, in several processes too.</summary>
public sealed class ChannelStore(Database database)
{
    /// <summary>The most channels of one settlement.</summary>
    public const int MaxSettled = 1_000;

    /// <summary>Reserves channels that are ready, and reads their first actions. Two round trips.</summary>
    /// <param name="holder">Names the consumer; only its settlement ends the lease before its time.</param>
    /// <param name="slots">Only channels of tenants in these slots.</param>
    /// <param name="wishes">How much of which route.</param>
    /// <exception cref="StorageException">The database failed; channels may be reserved until their leases end.</exception>
    public Task<ClaimedChannels> ClaimAsync(
        string holder, IEnumerable<int> slots, IReadOnlyList<ChannelWish> wishes, CancellationToken cancellationToken)
    {
        var bits = ClaimChannels.Bits(slots);
        var most = wishes.ToDictionary(wish => wish.Route, wish => wish.Actions, StringComparer.Ordinal);
        return database.UseAsync(
            async (connection, token) =>
            {
                var claimed = await ClaimChannels.ExecuteAsync(database, connection, holder, bits, wishes, token);
                return claimed.Channels.Count == 0
                    ? claimed
                    : claimed with { Channels = await ReadQueued.ExecuteAsync(database, connection, claimed.Channels, channel => most[channel.Name.Route], token) };
            },
            cancellationToken);
    }

    /// <summary>Ends the leases of channels. One round trip, one transaction.</summary>
    /// <param name="settled">At most <see cref="MaxSettled"/>.</param>
    /// <returns>How many of the leases had not been lost.</returns>
    /// <exception cref="StorageException">The database failed; whether the leases have ended is not known.</exception>
    public Task<int> SettleAsync(IReadOnlyList<SettledChannel> settled, CancellationToken cancellationToken) => database.UseAsync(
        async (connection, token) =>
        {
            var channels = settled.Select(one => one.Channel.Name).ToList();
            await using var batch = LockTenants.TryBatch(connection, RemoveEmpty.Locks(channels));
            batch.BatchCommands.Add(SettleChannels.Command(settled));
            batch.BatchCommands.Add(RemoveEmpty.Command(channels));
            await using var reader = await batch.ExecuteReaderAsync(token);
            await LockTenants.ReadFourthAsync(reader, token);
            var released = reader.GetInt32(1);
            await reader.CloseAsync();
            return released;
        },
        cancellationToken);
}
