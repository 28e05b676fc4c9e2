using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Actions;

/// <summary>
/// Pushes the actions of the supervisor's slots: claims channels that are ready, sends what waits in them, and settles them in groups. It looks at
/// once when it is woken, and every second.
/// </summary>
internal sealed partial class ActionPusher : IDisposable
{
    private const int MostSettled = 100;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long it goes by the routes and slots that it knows: a pass may follow the one before within a millisecond.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    /// <summary>How long requests may take that are under way when it stops.</summary>
    private static readonly TimeSpan LastRequests = TimeSpan.FromSeconds(3);

    private readonly ChannelStore _channels;
    private readonly RouteStore _routes;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ActionSender _sender;
    private readonly ChannelPush _push;
    private readonly RouteBook _book;
    private readonly SemaphoreSlim _woken = new(0);
    private int _isWoken;
    private List<int> _slots = [];
    private long _refreshedAt;
    private long _claims;

    /// <param name="channels">Claims and settles.</param>
    /// <param name="routes">Where actions go.</param>
    /// <param name="name">The supervisor's, unique.</param>
    public ActionPusher(ChannelStore channels, RouteStore routes, string name, TimeProvider time, ILoggerFactory loggers)
    {
        (_channels, _routes, _name, _time) = (channels, routes, name, time);
        _logger = loggers.CreateLogger<ActionPusher>();
        _sender = new ActionSender(time);
        var gate = new HostGate(time);
        _push = new ChannelPush(
            _sender, gate, (route, why) => routes.DisableAsync(route, why, CancellationToken.None), time, loggers.CreateLogger<ChannelPush>());
        _book = new RouteBook(gate);
    }

    /// <summary>Looks for actions at once. Never blocks; any thread may call it.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            _woken.Release();
        }
    }

    /// <summary>Runs until cancelled; then it waits a moment for requests that are under way.</summary>
    /// <param name="holds">Whether the supervisor holds a slot.</param>
    public async Task RunAsync(Func<int, bool> holds, LoopPulse pulse, CancellationToken stopping)
    {
        var ended = Channel.CreateUnbounded<SettledChannel>(new UnboundedChannelOptions { SingleReader = true });
        var settling = SettleAllAsync(ended.Reader);
        using var giveUp = new CancellationTokenSource();
        var underWay = new List<Task>();
        try
        {
            while (true)
            {
                var hasMore = await PassAsync(holds, pulse, ended.Writer, underWay, giveUp.Token, stopping);
                underWay.RemoveAll(push => push.IsCompleted);
                if (!hasMore)
                {
                    await _woken.WaitAsync(Pause, stopping);
                    Volatile.Write(ref _isWoken, 0);
                }
            }
        }
        finally
        {
            using (var last = new CancellationTokenSource(LastRequests, _time))
            using (last.Token.UnsafeRegister(_ => giveUp.Cancel(), null))
            {
                await Task.WhenAll(underWay);
            }

            ended.Writer.Complete();
            await settling;
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        _woken.Dispose();
    }

    /// <returns>Whether there may be more to claim at once.</returns>
    private async Task<bool> PassAsync(
        Func<int, bool> holds, LoopPulse pulse, ChannelWriter<SettledChannel> ended, List<Task> underWay, CancellationToken giveUp, CancellationToken stopping)
    {
        try
        {
            await RefreshAsync(holds, stopping);
            var wishes = _book.Wishes();
            if (wishes.Count == 0)
            {
                pulse.Beat();
                return false;
            }

            var claimed = await _channels.ClaimAsync($"push:{_name}:{++_claims}", _slots, wishes, stopping);
            var (begun, hasMore) = _book.Begin(wishes, claimed);
            underWay.AddRange(begun.Select(one => PushAsync(one.Channel, one.Route, ended, giveUp)));
            pulse.Beat();
            return hasMore;
        }
        catch (StorageException fault)
        {
            Log.Failed(_logger, fault.Message);
            await Task.Delay(Pause, _time, stopping);
            return true;
        }
    }

    private async Task PushAsync(LeasedChannel channel, ActionRoute route, ChannelWriter<SettledChannel> ended, CancellationToken giveUp)
    {
        await Task.Yield();
        await ended.WriteAsync(await _push.RunAsync(channel, route, giveUp), CancellationToken.None);
    }

    private async Task SettleAllAsync(ChannelReader<SettledChannel> ended)
    {
        List<SettledChannel> group = [];
        while (await ended.WaitToReadAsync())
        {
            while (group.Count < MostSettled && ended.TryRead(out var one))
            {
                group.Add(one);
            }

            try
            {
                await _channels.SettleAsync(group, CancellationToken.None);
                ActionMeter.NoteSettled(group);
            }
            catch (StorageException fault)
            {
                // The leases expire, and what was sent is sent again: a receiver knows it by its id.
                Log.NotSettled(_logger, group.Count, fault.Message);
            }

            group.ForEach(one => _book.Ended(one.Channel.Name.Route));
            group.Clear();
            Wake();
        }
    }

    private async Task RefreshAsync(Func<int, bool> holds, CancellationToken stopping)
    {
        if (_refreshedAt != 0 && _time.GetElapsedTime(_refreshedAt) < Kept)
        {
            return;
        }

        List<ActionRoute> routes = [];
        IReadOnlyList<ActionRoute> page;
        do
        {
            page = await _routes.ListAsync(routes.Count == 0 ? "" : routes[^1].Name, RouteStore.MaxPage, stopping);
            routes.AddRange(page);
        }
        while (page.Count == RouteStore.MaxPage);

        _book.Use(routes);
        _slots = [.. Enumerable.Range(0, TenantId.SlotCount).Where(holds)];
        _refreshedAt = _time.GetTimestamp();
    }
}
