using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Supervision.Actions;

/// <summary>What a supervisor does for actions: pushes those of its slots, and, like all supervisors, moves and tidies.</summary>
internal sealed class ActionHost : IDisposable
{
    private readonly ActionPusher _pusher;
    private readonly DueLoop[] _loops;

    /// <param name="database">The supervisor's pool; at most four of its connections are used at a time.</param>
    /// <param name="name">The supervisor's, unique.</param>
    public ActionHost(Database database, string name, ILoggerFactory loggers, TimeProvider time)
    {
        _pusher = new ActionPusher(new ChannelStore(database), new RouteStore(database), name, time, loggers);
        var moves = new ActionMoveStore(database);
        IDueWork[] works = [new DelayedActions(moves, _pusher.Wake), new ActionTidying(moves, _pusher.Wake)];
        _loops = [.. works.Select(work => new DueLoop(work, time, loggers.CreateLogger<DueLoop>()))];
    }

    /// <summary>What it does for as long as the supervisor runs.</summary>
    /// <param name="holds">Whether the supervisor holds a slot.</param>
    public IReadOnlyList<BackgroundLoop> Loops(Func<int, bool> holds) =>
    [
        new("actions", (pulse, stopping) => _pusher.RunAsync(holds, pulse, stopping)),
        .. _loops.Select(loop => new BackgroundLoop(loop.Name, loop.RunAsync)),
    ];

    /// <summary>Looks for actions to push at once. Never blocks; any thread may call it.</summary>
    public void Wake() => _pusher.Wake();

    public void Dispose() => _pusher.Dispose();
}
