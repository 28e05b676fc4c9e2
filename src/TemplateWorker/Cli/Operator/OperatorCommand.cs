using TemplateWorker.Schedules;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Cli.Operator;

/// <summary>Show or change a tenant's data in the database, then exit.</summary>
internal abstract record OperatorCommand(OperatorContext Context) : Command;

/// <summary>What all operator commands have in common.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">The flags of the log.</param>
/// <param name="IsJson">Whether to print JSON, as the HTTP API answers it, instead of a table.</param>
/// <param name="Tenant">The tenant; null for commands about what belongs to all tenants.</param>
internal sealed record OperatorContext(string ConfigPath, LogFlags Log, bool IsJson, TenantId? Tenant);

/// <summary><c>deliveries list</c>: show a page of deliveries.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListDeliveriesCommand(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);

/// <summary><c>deliveries show</c>: show one delivery, its payload and its failed attempts.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Id">Which.</param>
internal sealed record ShowDeliveryCommand(OperatorContext Context, long Id) : OperatorCommand(Context);

/// <summary><c>deliveries replay</c>: retry parked and dead deliveries.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which; its page size is ignored.</param>
internal sealed record ReplayDeliveriesCommand(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);

/// <summary><c>deliveries drop</c>: remove deliveries.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which; its page size is ignored.</param>
internal sealed record DropDeliveriesCommand(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);

/// <summary><c>actions list</c>: show a page of actions.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListActionsCommand(OperatorContext Context, ActionFilter Filter) : OperatorCommand(Context);

/// <summary><c>actions show</c>: show one action with its payload.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Id">Which.</param>
internal sealed record ShowActionCommand(OperatorContext Context, Guid Id) : OperatorCommand(Context);

/// <summary><c>actions replay</c>: send actions again.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record ReplayActionsCommand(OperatorContext Context, ActionFilter Filter) : OperatorCommand(Context);

/// <summary><c>actions drop</c>: remove actions.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record DropActionsCommand(OperatorContext Context, ActionFilter Filter) : OperatorCommand(Context);

/// <summary><c>actions routes list</c>: show all routes of actions.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
internal sealed record ListActionRoutesCommand(OperatorContext Context) : OperatorCommand(Context);

/// <summary><c>actions routes set</c>: store a route.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Route">Checked, but for its secrets.</param>
/// <param name="SecretFile">A file with its secret.</param>
/// <param name="OldSecretFile">A file with its second secret; null for none.</param>
internal sealed record SetActionRouteCommand(OperatorContext Context, ActionRoute Route, string SecretFile, string? OldSecretFile) : OperatorCommand(Context);

/// <summary><c>actions routes delete</c>: remove a route.</summary>
/// <param name="Context">What all operator commands have in common; it has no tenant.</param>
/// <param name="Name">Which.</param>
internal sealed record DeleteActionRouteCommand(OperatorContext Context, string Name) : OperatorCommand(Context);

/// <summary><c>lanes list</c>: show the lanes of the tenant.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal sealed record ListLanesCommand(OperatorContext Context) : OperatorCommand(Context);

/// <summary><c>lanes pause</c>: stop a lane, or all of them, before the next delivery.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Template">The lane; null for the tenant as a whole.</param>
internal sealed record PauseLaneCommand(OperatorContext Context, string? Template) : OperatorCommand(Context);

/// <summary><c>lanes resume</c>: resume a lane, or all lanes.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Template">The lane; null for the tenant as a whole.</param>
internal sealed record ResumeLaneCommand(OperatorContext Context, string? Template) : OperatorCommand(Context);

/// <summary><c>schedules list</c>: show a page of schedules.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="After">The last name of the page before; null for the first page.</param>
/// <param name="Limit">The most that are shown.</param>
internal sealed record ListSchedulesCommand(OperatorContext Context, string? After, int Limit) : OperatorCommand(Context);

/// <summary><c>schedules show</c>: show one schedule with its payload.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Name">Which.</param>
internal sealed record ShowScheduleCommand(OperatorContext Context, string Name) : OperatorCommand(Context);

/// <summary><c>schedules set</c>: store a schedule.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Draft">Checked, but for what the configuration limits.</param>
internal sealed record SetScheduleCommand(OperatorContext Context, ScheduleDraft Draft) : OperatorCommand(Context);

/// <summary><c>schedules remove</c>: remove a schedule.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Name">Which.</param>
internal sealed record RemoveScheduleCommand(OperatorContext Context, string Name) : OperatorCommand(Context);

/// <summary><c>idempotency clear</c>: forget what is recorded under a key.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Key">Which.</param>
internal sealed record ClearIdempotencyKeyCommand(OperatorContext Context, string Key) : OperatorCommand(Context);

/// <summary><c>policy show</c>: show the retry policy in force for a template.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Template">Which.</param>
internal sealed record ShowPolicyCommand(OperatorContext Context, string Template) : OperatorCommand(Context);

/// <summary><c>policy set</c> and <c>policy reset</c>: set or remove a template's retry policy.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Template">Which.</param>
/// <param name="Policy">Checked; null removes the template's own policy.</param>
internal sealed record SetPolicyCommand(OperatorContext Context, string Template, DeliveryPolicy? Policy) : OperatorCommand(Context);

/// <summary><c>usage</c>: show what the tenant keeps.</summary>
/// <param name="Context">What all operator commands have in common.</param>
internal sealed record ShowUsageCommand(OperatorContext Context) : OperatorCommand(Context);

/// <summary><c>history</c>: list finished deliveries and calls.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListHistoryCommand(OperatorContext Context, HistoryFilter Filter) : OperatorCommand(Context);

/// <summary><c>logs</c>: list log lines of templates.</summary>
/// <param name="Context">What all operator commands have in common.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListLogsCommand(OperatorContext Context, LogFilter Filter) : OperatorCommand(Context);
