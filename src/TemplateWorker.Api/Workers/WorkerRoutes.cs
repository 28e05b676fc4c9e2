using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Workers;

internal static class WorkerRoutes
{
    private static readonly RouteGroup Workers = new("workers", RouteAccess.Admin);
    private static readonly RouteGroup Server = new("server", RouteAccess.Open);

    public static IReadOnlyList<ApiRoute> Of(WorkersEndpoint workers, HealthEndpoint health) =>
    [
        Workers.Get(ApiPaths.Workers, workers.ListAsync, "list_workers", "Shows the workers and the background work of their supervisor.")
            .Answers<WorkerListAnswer>(),
        Workers.Post(ApiPaths.RestartWorker, workers.RestartAsync, "restart_worker", "Drains a worker and replaces it.")
            .Answers<RestartAnswer>(202).Refuses(ProblemKinds.UnknownWorker, ProblemKinds.WorkerNotReady),
        Server.Get(ApiPaths.Live, HealthEndpoint.LiveAsync, "live", "Answers as long as the process serves.").Answers<LivenessAnswer>(),
        Server.Get(
                ApiPaths.Ready, health.ReadyAsync, "ready",
                "Says whether events can be run: the database answers, its schema is current, all workers are ready.")
            .Answers<ReadinessAnswer>().OrStatus(503),
    ];
}
