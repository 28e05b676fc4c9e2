using TemplateWorker.Cli.Access;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Administration;

/// <summary>Runs operator commands.</summary>
internal sealed class OperatorCommands(Database database, AuditedStores audited, Actor by, LimitOptions limits)
{
    private readonly DeliveryCommands _deliveries = new(new DeliveryStore(database), audited.Deliveries, by, limits);
    private readonly ActionCommands _actions = new(new ActionOperations(database), audited.Actions, by);
    private readonly ActionRouteCommands _routes = new(new RouteStore(database), audited.Routes, by);
    private readonly LaneCommands _lanes = new(new LaneStore(database), audited.Lanes, by);
    private readonly ScheduleCommands _schedules = new(new ScheduleStore(database), audited.Schedules, by, limits);
    private readonly PolicyCommands _policies = new(new PolicyStore(database), audited.Policies, by);
    private readonly IdempotencyCommands _idempotency = new(audited.IdempotencyKeys, by);
    private readonly UsageCommands _usage = new(new UsageStore(database), limits);
    private readonly TokenCommands _tokens = new(audited.Tokens, by, TimeProvider.System);
    private readonly SuspensionCommands _suspensions = new(audited.Suspensions, by, TimeProvider.System);
    private readonly AuditCommands _audit = new(audited.Log);
    private readonly TenantCopyCommands _copies = new(database, audited.Log, by, limits, TimeProvider.System);
    private readonly HistoryCommands _records = new(new HistoryStore(database), new LogStore(database));

    /// <exception cref="StorageException">The database failed.</exception>
    public Task<Report> AnswerAsync(OperatorCommand command, CancellationToken cancellationToken) => command switch
    {
        ListActionRoutesCommand => _routes.ListAsync(cancellationToken),
        SetActionRouteCommand set => _routes.SetAsync(set.Route, set.SecretFile, set.OldSecretFile, cancellationToken),
        ListTokensCommand list => _tokens.ListAsync(list.Tenant, list.After, list.Limit, cancellationToken),
        CreateTokenCommand create => _tokens.CreateAsync(create.Draft, cancellationToken),
        RevokeTokenCommand revoke => _tokens.RevokeAsync(revoke.Prefix, cancellationToken),
        RotateTokenCommand rotate => _tokens.RotateAsync(rotate.Prefix, rotate.Overlap, rotate.ValidFor, cancellationToken),
        ListSuspensionsCommand list => _suspensions.ListAsync(list.After, list.Limit, cancellationToken),
        ImportTenantCommand import => _copies.ImportAsync(import.File, import.As, cancellationToken),
        ListAuditCommand list => _audit.ListAsync(list.Filter, cancellationToken),
        ExportAuditCommand export => Task.FromResult(_audit.Export(export.Filter, cancellationToken)),
        DeleteActionRouteCommand delete => _routes.DeleteAsync(delete.Name, cancellationToken),
        { Context.Tenant: { } tenant } => AnswerAsync(command, tenant, cancellationToken),
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no tenant."),
    };

    private Task<Report> AnswerAsync(OperatorCommand command, TenantId tenant, CancellationToken cancellationToken) => command switch
    {
        ListDeliveriesCommand list => _deliveries.ListAsync(list.Filter, cancellationToken),
        ShowDeliveryCommand show => _deliveries.ShowAsync(tenant, show.Id, cancellationToken),
        ReplayDeliveriesCommand replay => _deliveries.ReplayAsync(replay.Filter, cancellationToken),
        DropDeliveriesCommand drop => _deliveries.DropAsync(drop.Filter, cancellationToken),
        ListActionsCommand list => _actions.ListAsync(list.Filter, cancellationToken),
        ShowActionCommand show => _actions.ShowAsync(tenant, show.Id, cancellationToken),
        ReplayActionsCommand replay => _actions.ReplayAsync(replay.Filter, cancellationToken),
        DropActionsCommand drop => _actions.DropAsync(drop.Filter, cancellationToken),
        ListLanesCommand => _lanes.ListAsync(tenant, cancellationToken),
        PauseLaneCommand pause => _lanes.PauseAsync(tenant, pause.Template, cancellationToken),
        ResumeLaneCommand resume => _lanes.ResumeAsync(tenant, resume.Template, cancellationToken),
        ListSchedulesCommand list => _schedules.ListAsync(tenant, list.After, list.Limit, cancellationToken),
        ShowScheduleCommand show => _schedules.ShowAsync(tenant, show.Name, cancellationToken),
        SetScheduleCommand set => _schedules.SetAsync(tenant, set.Draft, cancellationToken),
        RemoveScheduleCommand remove => _schedules.RemoveAsync(tenant, remove.Name, cancellationToken),
        ClearIdempotencyKeyCommand clear => _idempotency.ClearAsync(tenant, clear.Key, cancellationToken),
        ShowPolicyCommand show => _policies.ShowAsync(tenant, show.Template, cancellationToken),
        SetPolicyCommand set => _policies.SetAsync(tenant, set.Template, set.Policy, cancellationToken),
        ShowSuspensionCommand => _suspensions.ShowAsync(tenant, cancellationToken),
        SuspendTenantCommand suspend => _suspensions.SuspendAsync(tenant, suspend.Reason, suspend.Until, cancellationToken),
        ResumeTenantCommand => _suspensions.ResumeAsync(tenant, cancellationToken),
        ExportTenantCommand export => _copies.ExportAsync(tenant, export.File, cancellationToken),
        DeleteTenantCommand => _copies.DeleteAsync(tenant, cancellationToken),
        ShowUsageCommand => _usage.ShowAsync(tenant, cancellationToken),
        ListHistoryCommand list => _records.ListAsync(list.Filter, cancellationToken),
        ListLogsCommand list => _records.ListAsync(list.Filter, cancellationToken),
        _ => throw new InvalidOperationException($"No handler for {command.GetType().Name}."),
    };
}
