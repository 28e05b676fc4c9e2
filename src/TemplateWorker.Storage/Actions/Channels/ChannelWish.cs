namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>How much of a route is to be claimed.</summary>
/// <param name="Route">The route; the empty text is consumers that pull.</param>
/// <param name="Channels">At most so many channels, at least 1.</param>
/// <param name="Actions">At most so many actions of each, at least 1.</param>
/// <param name="Lease">How long the channels are reserved.</param>
/// <param name="Search">Where the search begins, and ends.</param>
public sealed record ChannelWish(string Route, int Channels, int Actions, TimeSpan Lease, ChannelSearch Search)
{
    /// <summary>How many channels of a tenant a search takes, so that a tenant with many does not take the turns of the others.</summary>
    public const int MostOfTenant = 4;
}
