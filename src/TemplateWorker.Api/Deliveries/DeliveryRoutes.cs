using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Deliveries;

/// <summary>The routes of deliveries and lanes.</summary>
internal static class DeliveryRoutes
{
    private const string Tag = "deliveries";

    private static readonly ParameterDescription[] Filter =
    [
        new(DeliveriesEndpoint.State, ParameterLocation.Query, ParameterType.Text, "Those in one state: `queued`, `retrying`, `delayed`, `parked` or `dead`."),
        new(DeliveriesEndpoint.Template, ParameterLocation.Query, ParameterType.Text, "Those of one template."),
        new(DeliveriesEndpoint.Event, ParameterLocation.Query, ParameterType.Text, "Those of events of one name."),
        new(DeliveriesEndpoint.Reason, ParameterLocation.Query, ParameterType.Text, "Those whose last attempt failed for one reason, such as `CpuLimit`."),
        new(DeliveriesEndpoint.After, ParameterLocation.Query, ParameterType.Integer, "Those with a greater id: the `next_after` of the page before."),
        new(DeliveriesEndpoint.Limit, ParameterLocation.Query, ParameterType.Integer, "At most this many, 1 to 1000. Default: 100."),
    ];

    public static IReadOnlyList<ApiRoute> Of(DeliveriesEndpoint deliveries, LanesEndpoint lanes) =>
    [
        Route("GET", ApiPaths.Deliveries, deliveries.ListAsync, "list_deliveries", "Lists deliveries by ascending id.", typeof(DeliveryPageAnswer), Filter),
        Route(
            "POST", ApiPaths.ReplayDeliveries, deliveries.ReplayAllAsync, "replay_deliveries",
            "Tries parked and dead deliveries again, as if for the first time.", typeof(CountAnswer), Filter),
        Route(
            "POST", ApiPaths.DropDeliveries, deliveries.DropAllAsync, "drop_deliveries",
            "Removes deliveries in any state; a lane that one of them held goes on.", typeof(CountAnswer), Filter),
        Route(
            "GET", ApiPaths.OneDelivery, deliveries.ReadAsync, "get_delivery",
            "Shows a delivery with its payload and every failed attempt.", typeof(DeliveryAnswer), [], ProblemKinds.UnknownDelivery),
        Route(
            "POST", ApiPaths.ReplayDelivery, deliveries.ReplayAsync, "replay_delivery",
            "Tries a parked or dead delivery again.", typeof(CountAnswer), [], ProblemKinds.UnknownDelivery, ProblemKinds.NotGivenUp),
        Route("DELETE", ApiPaths.OneDelivery, deliveries.DropAsync, "drop_delivery", "Removes a delivery.", null, [], ProblemKinds.UnknownDelivery),
        Route("GET", ApiPaths.Lanes, lanes.ListAsync, "list_lanes", "Shows the lanes of the tenant.", typeof(LaneListAnswer), []),
        Route(
            "POST", ApiPaths.PauseLane, lanes.PauseAsync, "pause_lane", "Stops a lane before its next delivery; events are accepted as before.",
            typeof(LaneChangeAnswer), [], ProblemKinds.UnknownTemplate),
        Route(
            "POST", ApiPaths.ResumeLane, lanes.ResumeAsync, "resume_lane", "Lets a lane go on; what it is parked behind is tried again.",
            typeof(LaneChangeAnswer), [], ProblemKinds.UnknownTemplate),
        Route("POST", ApiPaths.PauseTenant, lanes.PauseTenantAsync, "pause_tenant", "Stops all lanes of the tenant.", typeof(LaneChangeAnswer), []),
        Route("POST", ApiPaths.ResumeTenant, lanes.ResumeTenantAsync, "resume_tenant", "Lets the tenant's lanes go on.", typeof(LaneChangeAnswer), []),
    ];

    private static ApiRoute Route(
        string method,
        string path,
        Func<ApiCall, Task<TemplateWorker.Api.Replies.Reply>> handler,
        string id,
        string summary,
        Type? answer,
        IReadOnlyList<ParameterDescription> parameters,
        params ProblemKind[] problems) => new()
        {
            Method = method,
            Path = path,
            Access = RouteAccess.Tenant,
            Handler = handler,
            Description = new RouteDescription
            {
                Id = id,
                Tag = Tag,
                Summary = summary,
                Parameters = parameters,
                Status = answer is null ? 204 : 200,
                Answer = answer,
                Problems = problems,
            },
        };
}
