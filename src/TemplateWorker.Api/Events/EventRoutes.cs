using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Events;

/// <summary>The routes of events.</summary>
internal static class EventRoutes
{
    private const string Tag = "events";

    private static readonly ParameterDescription Mode = new(
        BulkEndpoint.Mode, ParameterLocation.Query, ParameterType.Text,
        "For many events: `all` (the default) stores all or none, `each` stores each by itself.");

    public static IReadOnlyList<ApiRoute> Of(EventsEndpoint events, BulkEndpoint bulk) =>
    [
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.Events,
            Access = RouteAccess.Tenant,
            Handler = events.TakeAsync,
            Description = new RouteDescription
            {
                Id = "send_event",
                Tag = Tag,
                Summary = "Stores an event for every template that subscribes to it; or runs it at once and answers the results; or stores many, one a line.",
                Parameters =
                [
                    new ParameterDescription(
                        EventsEndpoint.Wait, ParameterLocation.Query, ParameterType.Flag, "With `true` the answer comes when the runs are done, and nothing is stored."),
                    Mode,
                    new ParameterDescription(
                        EventsEndpoint.IdempotencyKey, ParameterLocation.Header, ParameterType.Text,
                        $"1 to {EventRules.MaxKeyLength} visible ASCII characters. A repeat with the same key within 24 hours does nothing and answers what the first one was answered."),
                ],
                Body = typeof(EventBody),
                Answer = typeof(EventAnswer),
                AcceptedAnswer = typeof(AcceptedAnswer),
                Problems =
                [
                    ProblemKinds.TenantBanned, ProblemKinds.IdempotencyKeyReused, ProblemKinds.BulkRejected, ProblemKinds.QueueFull,
                    ProblemKinds.WorkerLost, ProblemKinds.NoWorkerReady, ProblemKinds.Draining, ProblemKinds.DeadlineExceeded,
                ],
            },
        },
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.AllEvents,
            Access = RouteAccess.Admin,
            Handler = bulk.AcceptForAllAsync,
            Description = new RouteDescription
            {
                Id = "send_events",
                Tag = Tag,
                Summary = "Stores many events of many tenants, one a line.",
                Parameters = [Mode],
                Body = typeof(TenantEventBody),
                TakesLines = true,
                Status = 202,
                Answer = typeof(BulkAnswer),
                Problems = [ProblemKinds.BulkRejected, ProblemKinds.StorageUnavailable],
            },
        },
    ];
}
