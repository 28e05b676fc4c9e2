using Microsoft.OpenApi;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Streams;

internal static class StreamRoutes
{
    private const string Tag = "actions";

    private static readonly ParameterDescription LastEventId = new(
        ActionStreamEndpoint.LastEventId, ParameterLocation.Header, ParameterType.Text,
        "The id of the last event that was received: the stream begins with the actions behind it that still wait.");

    public static IReadOnlyList<ApiRoute> Of(ActionStreamEndpoint actions) =>
    [
        new RouteGroup(Tag, RouteAccess.Admin)
            .Get(ApiPaths.AllActionsStream, actions.OfAllAsync, "stream_all_actions", "Shows the actions of all tenants as they come, as server-sent events.")
            .With(LastEventId).AnswersEvents().Refuses(ProblemKinds.TooManyStreams, ProblemKinds.StorageUnavailable),
        new RouteGroup(Tag, RouteAccess.Tenant)
            .Get(ApiPaths.ActionsStream, actions.OfTenantAsync, "stream_actions", "Shows the tenant's actions as they come, as server-sent events.")
            .With(LastEventId).AnswersEvents().Refuses(ProblemKinds.TooManyStreams),
    ];
}
