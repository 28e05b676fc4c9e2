using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Supervision.Actions;

/// <summary>The routes as last read, and how much of each is under way. Used by one thread, but for <see cref="Ended"/>.</summary>
internal sealed class RouteBook(HostGate gate)
{
    /// <summary>The most channels that are under way at a time, of all routes.</summary>
    public const int MostChannels = 128;

    /// <summary>Actions of a channel in one turn.</summary>
    private const int ActionsOfTurn = 64;

    /// <summary>Added to what the requests of a turn may take, for what is around them.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _underWay;

    /// <summary>Takes the routes as they were read.</summary>
    public void Use(IEnumerable<ActionRoute> routes)
    {
        var next = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var entry = _entries.GetValueOrDefault(route.Name) ?? new Entry();
            entry.Route = route;
            next.Add(route.Name, entry);
        }

        foreach (var (name, entry) in _entries.Where(old => Volatile.Read(ref old.Value.UnderWay) > 0 && !next.ContainsKey(old.Key)))
        {
            // It is deleted, but counted until its channels are settled.
            entry.Route = entry.Route with { Disabled = "deleted" };
            next.Add(name, entry);
        }

        Volatile.Write(ref _entries, next);
    }

    /// <summary>What may be claimed now; empty when there is no room.</summary>
    public IReadOnlyList<ChannelWish> Wishes()
    {
        var room = MostChannels - Volatile.Read(ref _underWay);
        List<ChannelWish> wishes = [];
        foreach (var entry in _entries.Values)
        {
            var route = entry.Route;
            var free = Math.Min(room, route.Concurrency - Volatile.Read(ref entry.UnderWay));
            if (free > 0 && route.Disabled is null && gate.Left(route) == TimeSpan.Zero)
            {
                var actions = Math.Min(1_000, Math.Max(ActionsOfTurn, route.Batch));
                wishes.Add(new ChannelWish(route.Name, free, actions, ChannelPush.Turn + route.Timeout + Margin, entry.Search));
            }
        }

        return wishes;
    }

    /// <summary>Notes what was claimed.</summary>
    /// <returns>The route of each channel; and whether there may be more.</returns>
    public (IReadOnlyList<(LeasedChannel Channel, ActionRoute Route)> Begun, bool HasMore) Begin(
        IReadOnlyList<ChannelWish> wishes, ClaimedChannels claimed)
    {
        var ofRoute = claimed.Channels.ToLookup(channel => channel.Name.Route, StringComparer.Ordinal);
        var hasMore = false;
        foreach (var wish in wishes)
        {
            var entry = _entries[wish.Route];
            var channels = ofRoute[wish.Route].ToList();
            (entry.Search, var isCut) = claimed.Ends[wish.Route];
            hasMore |= isCut || channels.GroupBy(channel => channel.Name.Tenant).Any(ofTenant => ofTenant.Count() >= ChannelWish.MostOfTenant);
            Interlocked.Add(ref entry.UnderWay, channels.Count);
        }

        Interlocked.Add(ref _underWay, claimed.Channels.Count);
        return ([.. claimed.Channels.Select(channel => (channel, _entries[channel.Name.Route].Route))], hasMore);
    }

    /// <summary>A channel of the route is settled, or its lease was left to expire. Any thread may call it.</summary>
    public void Ended(string route)
    {
        Interlocked.Decrement(ref _underWay);
        if (Volatile.Read(ref _entries).GetValueOrDefault(route) is { } entry)
        {
            Interlocked.Decrement(ref entry.UnderWay);
        }
    }

    private sealed class Entry
    {
        public int UnderWay;

        public ActionRoute Route { get; set; } = null!;

        public ChannelSearch Search { get; set; } = ChannelSearch.From(new TenantCursor(Random.Shared.Next(TenantId.SlotCount), "", ""));
    }
}
