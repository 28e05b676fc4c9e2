using TemplateWorker.Api.Access;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.History;

internal static class HistoryRoutes
{
    private static readonly RouteGroup Routes = new("history", RouteAccess.Tenant);

    public static IReadOnlyList<ApiRoute> Of(HistoryEndpoint history, LogsEndpoint logs) =>
    [
        Routes.Get(ApiPaths.History, history.ListAsync, "list_history", "Lists attempts at deliveries and immediate calls, newest first.")
            .With(
                ParameterDescription.Query(HistoryEndpoint.Template, "Runs of one template."),
                ParameterDescription.Query(HistoryEndpoint.Event, "Runs for events of one name."),
                ParameterDescription.Query(HistoryEndpoint.EventId, "Runs for one event."),
                ParameterDescription.Query(HistoryEndpoint.Delivery, ParameterType.Integer, "Attempts at one delivery."),
                ParameterDescription.Query(HistoryEndpoint.Outcome, "Runs with one outcome: `done`, `retry`, `dead`, `parked`, `skipped` or `failed`."),
                ParameterDescription.Query(HistoryEndpoint.Reason, "Runs that failed for one reason, such as `CpuLimit`."),
                ParameterDescription.Query(HistoryEndpoint.From, "Runs that finished at this time (RFC 3339) or later."),
                ParameterDescription.Query(HistoryEndpoint.To, "Runs that finished before this time (RFC 3339)."),
                ParameterDescription.Query(HistoryEndpoint.After, "Runs after the previous page: its `next_after`."),
                ParameterDescription.Query(HistoryEndpoint.Limit, ParameterType.Integer, "At most this many, 1 to 1000. Default: 100."))
            .Answers<HistoryPageAnswer>(),
        Routes.Get(ApiPaths.Logs, logs.ListAsync, "list_logs", "Lists the log lines of the tenant's templates, newest first.")
            .With(
                ParameterDescription.Query(LogsEndpoint.Template, "Lines of one template."),
                ParameterDescription.Query(LogsEndpoint.Level, "Lines of this level and above: `debug`, `info`, `warn` or `error`."),
                ParameterDescription.Query(LogsEndpoint.Run, "Lines of one run."),
                ParameterDescription.Query(LogsEndpoint.From, "Lines of this time (RFC 3339) or later."),
                ParameterDescription.Query(LogsEndpoint.To, "Lines before this time (RFC 3339)."),
                ParameterDescription.Query(LogsEndpoint.After, "Lines after the previous page: its `next_after`."),
                ParameterDescription.Query(LogsEndpoint.Limit, ParameterType.Integer, "At most this many, 1 to 1000. Default: 100."))
            .Answers<LogPageAnswer>(),
    ];
}
