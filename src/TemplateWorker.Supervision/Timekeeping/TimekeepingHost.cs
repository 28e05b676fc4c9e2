using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Moving;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision.Loops;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>
/// The timed work of a supervisor. Every supervisor does it; locks in the database ensure that each item is done once.
/// </summary>
internal sealed class TimekeepingHost
{
    private readonly MaintenanceLoop _maintenance;
    private readonly StartupAnnouncement _startup;
    private readonly UsageRecount _usage;
    private readonly DueLoop[] _loops;

    /// <param name="database">The supervisor's pool; at most eight of its connections are used at a time.</param>
    /// <param name="owner">A pool of the role that owns the tables, which may be the same; one connection is used.</param>
    /// <param name="retention">How long records are kept.</param>
    /// <param name="limits">How many deliveries of a tenant may wait.</param>
    /// <param name="supervisor">The supervisor's name, part of the payload of <c>startup</c>.</param>
    /// <param name="holdsSlot">Whether this supervisor holds a slot at the moment.</param>
    public TimekeepingHost(
        Database database,
        Database owner,
        RetentionOptions retention,
        LimitOptions limits,
        string supervisor,
        Func<int, bool> holdsSlot,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        _maintenance = new MaintenanceLoop(new MaintenanceStore(owner), retention, time, loggers.CreateLogger<MaintenanceLoop>());
        _startup = new StartupAnnouncement(
            new StartupStore(database), limits, supervisor, holdsSlot, time, loggers.CreateLogger<StartupAnnouncement>());
        _usage = new UsageRecount(new UsageStore(database), time, loggers.CreateLogger<UsageRecount>());
        var (results, actions) = (new EventResultStore(database), new ActionMoveStore(database));
        IDueWork[] works =
        [
            new ScheduleWork(new ScheduleStore(database), limits, loggers.CreateLogger<ScheduleWork>()),
            new ExpiryWork(new ExpiryStore(database), limits, time, loggers.CreateLogger<ExpiryWork>()),
            new DelayWork(new DelayStore(database)),
            new RecordRemoval("Old results", (batch, token) => results.DeleteExpiredAsync(retention.Results, batch, token), time),
            new RecordRemoval("Dead actions", (batch, token) => actions.DeleteDeadAsync(retention.DeadActions, batch, token), time),
        ];
        _loops = [.. works.Select(work => new DueLoop(work, time, loggers.CreateLogger<DueLoop>()))];
    }

    /// <summary>Creates the partitions that the first commit needs; they are missing after months without a supervisor.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => _maintenance.StartAsync(cancellationToken);

    /// <summary>What it does for as long as the supervisor runs.</summary>
    public IReadOnlyList<BackgroundLoop> Loops =>
    [
        new("maintenance", _maintenance.RunAsync),
        new("startup events", _startup.RunAsync),
        new("usage", _usage.RunAsync),
        .. _loops.Select(loop => new BackgroundLoop(loop.Name, loop.RunAsync)),
    ];
}
