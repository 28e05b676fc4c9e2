using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Due;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>
/// All that a supervisor does by the clock. Every supervisor does it; the database sees to it that each thing happens once.
/// </summary>
internal sealed class TimekeepingHost
{
    private readonly MaintenanceLoop _maintenance;
    private readonly StartupAnnouncement _startup;
    private readonly DueLoop[] _loops;

    /// <param name="database">The supervisor's pool; at most five connections are in use at a time.</param>
    /// <param name="retention">How long history and logs are kept.</param>
    /// <param name="limits">How much a tenant's queue takes of what its schedules fire.</param>
    /// <param name="supervisor">The supervisor's name, which templates are told.</param>
    /// <param name="holdsSlot">Whether a slot is the supervisor's at the moment.</param>
    public TimekeepingHost(
        Database database, RetentionOptions retention, LimitOptions limits, string supervisor, Func<int, bool> holdsSlot, ILoggerFactory loggers, TimeProvider time)
    {
        _maintenance = new MaintenanceLoop(new MaintenanceStore(database), retention, time, loggers.CreateLogger<MaintenanceLoop>());
        _startup = new StartupAnnouncement(
            new StartupStore(database), supervisor, holdsSlot, time, loggers.CreateLogger<StartupAnnouncement>());
        IDueWork[] works =
        [
            new ScheduleWork(new ScheduleStore(database), limits, loggers.CreateLogger<ScheduleWork>()),
            new ExpiryWork(new ExpiryStore(database)),
            new DelayWork(new DelayStore(database)),
        ];
        _loops = [.. works.Select(work => new DueLoop(work, time, loggers.CreateLogger<DueLoop>()))];
    }

    /// <summary>What must be there before the first run commits: after months without a supervisor, the partitions are not.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => _maintenance.PrepareAsync(cancellationToken);

    /// <summary>Goes on until it is cancelled, which it throws as.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(
        [_maintenance.RunAsync(stopping), _startup.RunAsync(stopping), .. _loops.Select(loop => loop.RunAsync(stopping))]);
}
