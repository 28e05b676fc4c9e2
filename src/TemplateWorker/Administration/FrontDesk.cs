using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Administration;

/// <summary>Brings each command for operators to the one who can answer it.</summary>
internal sealed class FrontDesk(Database database, LimitOptions limits)
{
    private readonly DeliveryDesk _deliveries = new(new DeliveryStore(database));
    private readonly LaneDesk _lanes = new(new LaneStore(database));
    private readonly ScheduleDesk _schedules = new(new ScheduleStore(database), limits);
    private readonly PolicyDesk _policies = new(new PolicyStore(database));
    private readonly RecordDesk _records = new(new HistoryStore(database), new LogStore(database));

    /// <exception cref="StorageException">The database failed.</exception>
    public Task<Report> AnswerAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        var tenant = command.Context.Tenant;
        return command switch
        {
            ListDeliveries list => _deliveries.ListAsync(list.Filter, cancellationToken),
            ShowDelivery show => _deliveries.ShowAsync(tenant, show.Id, cancellationToken),
            ReplayDeliveries replay => _deliveries.ReplayAsync(replay.Filter, cancellationToken),
            DropDeliveries drop => _deliveries.DropAsync(drop.Filter, cancellationToken),
            ListLanes => _lanes.ListAsync(tenant, cancellationToken),
            PauseLane pause => _lanes.PauseAsync(tenant, pause.Template, cancellationToken),
            ResumeLane resume => _lanes.ResumeAsync(tenant, resume.Template, cancellationToken),
            ListSchedules list => _schedules.ListAsync(tenant, list.After, list.Limit, cancellationToken),
            ShowSchedule show => _schedules.ShowAsync(tenant, show.Name, cancellationToken),
            SetSchedule set => _schedules.SetAsync(tenant, set.Draft, cancellationToken),
            RemoveSchedule remove => _schedules.RemoveAsync(tenant, remove.Name, cancellationToken),
            ShowPolicy show => _policies.ShowAsync(tenant, show.Template, cancellationToken),
            SetPolicy set => _policies.SetAsync(tenant, set.Template, set.Policy, cancellationToken),
            ListHistory list => _records.ListAsync(list.Filter, cancellationToken),
            ListLogs list => _records.ListAsync(list.Filter, cancellationToken),
            _ => throw new InvalidOperationException($"No desk for {command.GetType().Name}."),
        };
    }
}
