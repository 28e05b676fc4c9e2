using TemplateWorker.Api.Access;
using TemplateWorker.Api.OpenApi;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Workers;

/// <summary>The routes of those who run the server.</summary>
internal static class OperatorRoutes
{
    private const string WorkersTag = "workers";
    private const string ServerTag = "server";

    public static IReadOnlyList<ApiRoute> Of(WorkersEndpoint workers, HealthEndpoint health, DocumentEndpoint document) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Workers,
            Access = RouteAccess.Admin,
            Handler = workers.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_workers",
                Tag = WorkersTag,
                Summary = "Shows the workers.",
                Answer = typeof(WorkerListAnswer),
            },
        },
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.RestartWorker,
            Access = RouteAccess.Admin,
            Handler = workers.RestartAsync,
            Description = new RouteDescription
            {
                Id = "restart_worker",
                Tag = WorkersTag,
                Summary = "Lets a worker finish what it runs and replaces it.",
                Status = 202,
                Answer = typeof(RestartAnswer),
                Problems = [ProblemKinds.UnknownWorker, ProblemKinds.WorkerNotReady],
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Live,
            Access = RouteAccess.Open,
            Handler = HealthEndpoint.LiveAsync,
            Description = new RouteDescription
            {
                Id = "live",
                Tag = ServerTag,
                Summary = "Answers as long as the process serves.",
                Answer = typeof(LivenessAnswer),
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Ready,
            Access = RouteAccess.Open,
            Handler = health.ReadyAsync,
            Description = new RouteDescription
            {
                Id = "ready",
                Tag = ServerTag,
                Summary = "Says whether events can be run: the database answers, its schema is current, all workers are ready.",
                Answer = typeof(ReadinessAnswer),
                OtherStatus = 503,
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Document,
            Access = RouteAccess.Open,
            Handler = document.GetAsync,
            Description = new RouteDescription
            {
                Id = "openapi",
                Tag = ServerTag,
                Summary = "This document.",
                Answer = typeof(Dictionary<string, RawJson>),
            },
        },
    ];
}
