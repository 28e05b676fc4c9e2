using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.History;

/// <summary>The routes of history and log lines.</summary>
internal static class HistoryRoutes
{
    private const string Tag = "history";

    public static IReadOnlyList<ApiRoute> Of(HistoryEndpoint history, LogsEndpoint logs) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.History,
            Access = RouteAccess.Tenant,
            Handler = history.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_history",
                Tag = Tag,
                Summary = "Lists attempts at deliveries, and immediate calls, the newest first.",
                Parameters =
                [
                    Text(HistoryEndpoint.Template, "Runs of one template."),
                    Text(HistoryEndpoint.Event, "Runs for events of one name."),
                    Text(HistoryEndpoint.EventId, "Runs for one event."),
                    Integer(HistoryEndpoint.Delivery, "Attempts at one delivery."),
                    Text(HistoryEndpoint.Outcome, "Runs with one outcome: `done`, `retry`, `dead`, `parked`, `skipped` or `failed`."),
                    Text(HistoryEndpoint.Reason, "Runs that failed for one reason, such as `CpuLimit`."),
                    Text(HistoryEndpoint.From, "Runs that were finished at this time or later, as in RFC 3339."),
                    Text(HistoryEndpoint.To, "Runs that were finished before this time, as in RFC 3339."),
                    Text(HistoryEndpoint.After, "Runs behind the page before: its `next_after`."),
                    Integer(HistoryEndpoint.Limit, "At most this many, 1 to 1000. Default: 100."),
                ],
                Answer = typeof(HistoryPageAnswer),
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Logs,
            Access = RouteAccess.Tenant,
            Handler = logs.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_logs",
                Tag = Tag,
                Summary = "Lists what the tenant's templates logged, the newest first.",
                Parameters =
                [
                    Text(LogsEndpoint.Template, "Lines of one template."),
                    Text(LogsEndpoint.Level, "Lines of this level and above: `debug`, `info`, `warn` or `error`."),
                    Text(LogsEndpoint.Run, "Lines of one run."),
                    Text(LogsEndpoint.From, "Lines of this time or later, as in RFC 3339."),
                    Text(LogsEndpoint.To, "Lines before this time, as in RFC 3339."),
                    Text(LogsEndpoint.After, "Lines behind the page before: its `next_after`."),
                    Integer(LogsEndpoint.Limit, "At most this many, 1 to 1000. Default: 100."),
                ],
                Answer = typeof(LogPageAnswer),
            },
        },
    ];

    private static ParameterDescription Text(string name, string text) => new(name, ParameterLocation.Query, ParameterType.Text, text);

    private static ParameterDescription Integer(string name, string text) => new(name, ParameterLocation.Query, ParameterType.Integer, text);
}
