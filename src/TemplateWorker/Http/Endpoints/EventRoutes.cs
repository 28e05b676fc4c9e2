using Microsoft.OpenApi;
using TemplateWorker.Http.Access;
using TemplateWorker.Http.Contract;
using TemplateWorker.Http.OpenApi;
using TemplateWorker.Http.Problems;
using TemplateWorker.Http.Routing;

namespace TemplateWorker.Http.Endpoints;

/// <summary>The routes of events.</summary>
internal static class EventRoutes
{
    private const string Tag = "events";

    public static IReadOnlyList<ApiRoute> Of(EventsEndpoint events) =>
    [
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.Events,
            Access = RouteAccess.Tenant,
            Handler = events.RunAsync,
            Description = new RouteDescription
            {
                Id = "run_event",
                Tag = Tag,
                Summary = "Runs an event in every template that subscribes to it, and answers the results.",
                Parameters =
                [
                    new ParameterDescription(
                        EventsEndpoint.Wait, ParameterLocation.Query, ParameterType.Flag, "Must be `true`: the answer comes when the runs are done."),
                    new ParameterDescription(
                        EventsEndpoint.IdempotencyKey, ParameterLocation.Header, ParameterType.Text,
                        $"1 to {EventRules.MaxKeyLength} visible ASCII characters. A repeat with the same key within 24 hours runs nothing and answers the first results."),
                ],
                Body = typeof(EventBody),
                Answer = typeof(EventAnswer),
                Problems =
                [
                    ProblemKinds.TenantBanned, ProblemKinds.IdempotencyKeyReused, ProblemKinds.QueueFull, ProblemKinds.NotImplemented,
                    ProblemKinds.WorkerLost, ProblemKinds.NoWorkerReady, ProblemKinds.Draining, ProblemKinds.DeadlineExceeded,
                ],
            },
        },
    ];
}
