using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Actions.Pulling;

/// <summary>Hands actions that no route pushes to named consumers, in order per tenant and channel. Safe for concurrent use, in several processes too.</summary>
/// <remarks>A claim reserves whole channels, so that several consumers keep the order. What is not acknowledged in time is handed over again.</remarks>
public sealed class PullStore(Database database)
{
    /// <summary>The longest name of a consumer, in characters.</summary>
    public const int MaxConsumer = 128;

    /// <summary>The most actions of one call.</summary>
    public const int MaxActions = 1_000;

    private const int MostChannels = 32;

    /// <summary>The statements of one call that find nothing; the next call continues where they ended.</summary>
    private const int MostSteps = 10;

    private static readonly byte[] AllSlots = ClaimChannels.Bits(Enumerable.Range(0, TenantId.SlotCount));

    private readonly ChannelStore _channels = new(database);
    private readonly Lock _gate = new();
    private TenantCursor _cursor = new(Random.Shared.Next(TenantId.SlotCount), "", "");

    /// <summary>Claims actions.</summary>
    /// <param name="consumer">The consumer's name, 1 to <see cref="MaxConsumer"/> characters.</param>
    /// <param name="most">At most so many actions, 1 to <see cref="MaxActions"/>.</param>
    /// <param name="visibility">How long they are reserved.</param>
    /// <returns>The channels, each with at least one action.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<IReadOnlyList<LeasedChannel>> ClaimAsync(string consumer, int most, TimeSpan visibility, CancellationToken cancellationToken)
    {
        var search = ChannelSearch.From(Cursor);
        for (var step = 0; step < MostSteps; step++)
        {
            var claimed = await ClaimAsync(Holder(consumer), most, visibility, search, cancellationToken);
            (search, var isCut) = claimed.Ends[""];
            Cursor = search.After;
            if (claimed.Channels.Count > 0 || !isCut)
            {
                return [.. claimed.Channels.Where(channel => channel.Actions.Count > 0)];
            }
        }

        return [];
    }

    /// <summary>Removes actions that a consumer has done.</summary>
    /// <returns>Those of the ids that the consumer had.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<Guid>> AckAsync(string consumer, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => database.UseAsync(
        (connection, token) => HeldActions.ExecuteAsync(connection, HeldActions.Ack, Holder(consumer), ids, _ => { }, token), cancellationToken);

    /// <summary>Gives actions back that a consumer could not do, with everything that it has of their channels.</summary>
    /// <param name="delay">How long the channels wait.</param>
    /// <param name="error">Why; it is kept with the actions.</param>
    /// <returns>Those of the ids that the consumer had.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<Guid>> NackAsync(
        string consumer, IReadOnlyList<Guid> ids, TimeSpan delay, string error, CancellationToken cancellationToken) => database.UseAsync(
            (connection, token) => HeldActions.ExecuteAsync(
                connection, HeldActions.Nack, Holder(consumer), ids, parameters => parameters.AddSpan(delay).AddText(error), token),
            cancellationToken);

    /// <summary>Reserves the channels of actions for longer.</summary>
    /// <param name="visibility">From now on.</param>
    /// <returns>Those of the ids that the consumer had.</returns>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<IReadOnlyList<Guid>> ExtendAsync(
        string consumer, IReadOnlyList<Guid> ids, TimeSpan visibility, CancellationToken cancellationToken) => database.UseAsync(
            (connection, token) => HeldActions.ExecuteAsync(
                connection, HeldActions.Extend, Holder(consumer), ids, parameters => parameters.AddSpan(visibility), token),
            cancellationToken);

    private TenantCursor Cursor
    {
        get
        {
            lock (_gate)
            {
                return _cursor;
            }
        }

        set
        {
            lock (_gate)
            {
                _cursor = value;
            }
        }
    }

    private async Task<ClaimedChannels> ClaimAsync(
        string holder, int most, TimeSpan visibility, ChannelSearch search, CancellationToken cancellationToken)
    {
        var claimed = await database.UseAsync(
            async (connection, token) =>
            {
                var wish = new ChannelWish("", Math.Min(most, MostChannels), most, visibility, search);
                var found = await ClaimChannels.ExecuteAsync(database, connection, holder, AllSlots, [wish], token);
                var leased = found.Channels;
                if (leased.Count == 0)
                {
                    return found;
                }

                var read = await ReadQueued.ExecuteAsync(database, connection, leased, _ => Math.Max(1, most / leased.Count), token);
                if (read.Any(channel => channel.Actions.Count > 0))
                {
                    await NoteLeased.ExecuteAsync(connection, holder, [.. read.Where(channel => channel.Actions.Count > 0)], token);
                }

                return found with { Channels = read };
            },
            cancellationToken);
        var empty = claimed.Channels.Where(channel => channel.Actions.Count == 0).Select(channel => new SettledChannel(channel, [], 0, TimeSpan.Zero)).ToList();
        if (empty.Count > 0)
        {
            await _channels.SettleAsync(empty, cancellationToken);
        }

        return claimed;
    }

    private static string Holder(string consumer) => $"consumer:{consumer}";
}
