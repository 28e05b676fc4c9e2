using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Deliveries;

internal static class DeliveryRoutes
{
    private static readonly RouteGroup Routes = new("deliveries", RouteAccess.Tenant);

    private static readonly ParameterDescription[] Filter =
    [
        ParameterDescription.Query(DeliveriesEndpoint.State, "Those in one state: `queued`, `retrying`, `delayed`, `parked` or `dead`."),
        ParameterDescription.Query(DeliveriesEndpoint.Template, "Those of one template."),
        ParameterDescription.Query(DeliveriesEndpoint.Event, "Those of events of one name."),
        ParameterDescription.Query(DeliveriesEndpoint.Reason, "Those whose last attempt failed for one reason, such as `CpuLimit`."),
        ParameterDescription.Query(DeliveriesEndpoint.After, ParameterType.Integer, "Those with a greater id: the `next_after` of the previous page."),
        ParameterDescription.Query(DeliveriesEndpoint.Limit, ParameterType.Integer, "At most this many, 1 to 1000. Default: 100."),
    ];

    public static IReadOnlyList<ApiRoute> Of(DeliveriesEndpoint deliveries, LanesEndpoint lanes) =>
    [
        Routes.Get(ApiPaths.Deliveries, deliveries.ListAsync, "list_deliveries", "Lists deliveries by ascending id.")
            .With(Filter).Answers<DeliveryPageAnswer>(),
        Routes.Post(
            ApiPaths.ReplayDeliveries, deliveries.ReplayAllAsync, "replay_deliveries",
            "Tries parked and dead deliveries again, as if for the first time; dead ones as far as the tenant's queue has room.")
            .With(Filter).Answers<ReplayAnswer>(),
        Routes.Post(ApiPaths.DropDeliveries, deliveries.DropAllAsync, "drop_deliveries", "Removes deliveries in any state; a lane that was parked behind one resumes.")
            .With(Filter).Answers<CountAnswer>(),
        Routes.Get(ApiPaths.OneDelivery, deliveries.ReadAsync, "get_delivery", "Shows a delivery with its payload and every failed attempt.")
            .Answers<DeliveryAnswer>().Refuses(ProblemKinds.UnknownDelivery),
        Routes.Post(ApiPaths.ReplayDelivery, deliveries.ReplayAsync, "replay_delivery", "Tries a parked or dead delivery again.")
            .Answers<ReplayAnswer>().Refuses(ProblemKinds.UnknownDelivery, ProblemKinds.NotGivenUp, ProblemKinds.QueueFull),
        Routes.Delete(ApiPaths.OneDelivery, deliveries.DropAsync, "drop_delivery", "Removes a delivery.").Refuses(ProblemKinds.UnknownDelivery),
        Routes.Get(ApiPaths.Lanes, lanes.ListAsync, "list_lanes", "Shows the lanes of the tenant.").Answers<LaneListAnswer>(),
        Routes.Post(ApiPaths.PauseLane, lanes.PauseAsync, "pause_lane", "Stops a lane before its next delivery; events are accepted as before.")
            .Answers<LaneChangeAnswer>().Refuses(ProblemKinds.UnknownTemplate),
        Routes.Post(ApiPaths.ResumeLane, lanes.ResumeAsync, "resume_lane", "Resumes a lane; the delivery that it is parked behind is tried again.")
            .Answers<LaneChangeAnswer>().Refuses(ProblemKinds.UnknownTemplate),
        Routes.Post(ApiPaths.PauseTenant, lanes.PauseTenantAsync, "pause_tenant", "Stops all lanes of the tenant.").Answers<LaneChangeAnswer>(),
        Routes.Post(ApiPaths.ResumeTenant, lanes.ResumeTenantAsync, "resume_tenant", "Resumes all lanes of the tenant.").Answers<LaneChangeAnswer>(),
    ];
}
