namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>A search for channels that goes once round the tenants, and where it stands: one statement looks at a bounded number of them.</summary>
/// <param name="After">The tenant behind which it continues.</param>
/// <param name="Until">The last tenant of the round.</param>
/// <param name="HasWrapped">Whether it has passed the last tenant of all and continued with the first.</param>
public readonly record struct ChannelSearch(TenantCursor After, TenantCursor Until, bool HasWrapped)
{
    /// <summary>A whole round, from right behind a place to this place.</summary>
    public static ChannelSearch From(TenantCursor place) => new(place, place, HasWrapped: false);
}

/// <summary>How a statement's search of a route ended.</summary>
/// <param name="Next">Where the next one begins: behind the last tenant of which it took a channel, or else where this one ended.</param>
/// <param name="IsCut">Whether it saw its most tenants before its round was over; <paramref name="Next"/> then continues the round.</param>
public readonly record struct SearchEnd(ChannelSearch Next, bool IsCut);

/// <summary>What was found and reserved.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="Ends">How the search of each route ended.</param>
public sealed record ClaimedChannels(IReadOnlyList<LeasedChannel> Channels, IReadOnlyDictionary<string, SearchEnd> Ends);
