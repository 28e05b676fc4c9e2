using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Api.Actions;

internal static class ActionApi
{
    private static readonly RouteGroup Actions = new("actions", RouteAccess.Tenant);
    private static readonly RouteGroup Consumers = new("actions", RouteAccess.Admin);

    private static readonly ParameterDescription[] Filter =
    [
        ParameterDescription.Query(ActionsEndpoint.State, "Those in one state: `waiting`, `delayed` or `dead`."),
        ParameterDescription.Query(ActionsEndpoint.Type, "Those of one type."),
        ParameterDescription.Query(ActionsEndpoint.After, "Those with a greater id: the `next_after` of the previous page."),
        ParameterDescription.Query(ActionsEndpoint.Limit, ParameterType.Integer, $"At most this many, 1 to {ActionFilter.MaxLimit}. Default: 100."),
    ];

    public static IReadOnlyList<ApiRoute> Of(ActionsEndpoint actions, PullEndpoint pull, RoutesEndpoint routes) =>
    [
        Actions.Get(ApiPaths.Actions, actions.ListAsync, "list_actions", "Lists the tenant's actions that were not taken, by ascending id.")
            .With(Filter).Answers<ActionPageAnswer>(),
        Actions.Post(
            ApiPaths.ReplayActions, actions.ReplayAllAsync, "replay_actions",
            "Sends actions again, to the ends of their channels and routed anew; those on their way stay.")
            .With(Filter).Answers<ActionCountAnswer>(),
        Actions.Post(ApiPaths.DropActions, actions.DropAllAsync, "drop_actions", "Removes actions in any state; those on their way stay.")
            .With(Filter).Answers<ActionCountAnswer>(),
        Actions.Get(ApiPaths.OneAction, actions.ReadAsync, "get_action", "Shows an action with its payload.")
            .Answers<ActionAnswer>().Refuses(ProblemKinds.UnknownAction),
        Actions.Post(ApiPaths.ReplayAction, actions.ReplayAsync, "replay_action", "Sends an action again, to the end of its channel.")
            .Answers<ActionCountAnswer>().Refuses(ProblemKinds.UnknownAction, ProblemKinds.ActionOnItsWay),
        Actions.Delete(ApiPaths.OneAction, actions.DropAsync, "drop_action", "Removes an action.")
            .Refuses(ProblemKinds.UnknownAction, ProblemKinds.ActionOnItsWay),
        Consumers.Post(
            ApiPaths.ClaimActions, pull.ClaimAsync, "claim_actions",
            "Reserves actions that no route pushes for a consumer, in order per tenant and channel.")
            .With(
                ParameterDescription.Query(PullEndpoint.Wait, "How long to wait for the first action, up to `60s`. Default: `0s`."),
                ParameterDescription.Query(PullEndpoint.Max, ParameterType.Integer, $"At most this many, 1 to {PullStore.MaxActions}. Default: 100."))
            .Takes<PullBody>().Answers<ClaimAnswer>(),
        Consumers.Post(ApiPaths.AckActions, pull.AckAsync, "ack_actions", "Removes actions that a consumer has done.").Takes<PullBody>().Answers<HeldAnswer>(),
        Consumers.Post(
            ApiPaths.NackActions, pull.NackAsync, "nack_actions",
            "Gives actions back that a consumer could not do, with everything that it has of their channels.")
            .Takes<PullBody>().Answers<HeldAnswer>(),
        Consumers.Post(ApiPaths.ExtendActions, pull.ExtendAsync, "extend_actions", "Reserves the channels of actions for longer.")
            .Takes<PullBody>().Answers<HeldAnswer>(),
        Consumers.Get(ApiPaths.ActionRoutes, routes.ListAsync, "list_action_routes", "Lists the routes that push actions, by name.")
            .With(
                ParameterDescription.Query(RoutesEndpoint.After, "Those behind this name: the `next_after` of the previous page."),
                ParameterDescription.Query(RoutesEndpoint.Limit, ParameterType.Integer, $"At most this many, 1 to {RouteStore.MaxPage}. Default: 100."))
            .Answers<RoutePageAnswer>(),
        Consumers.Put(
            ApiPaths.OneActionRoute, routes.PutAsync, "put_action_route",
            "Stores a route and replaces the previous one of its name; a disabled one is enabled. Actions that wait already stay where they are.")
            .Takes<RouteBody>(),
        Consumers.Delete(
            ApiPaths.OneActionRoute, routes.DeleteAsync, "delete_action_route", "Removes a route; its waiting actions are routed anew.")
            .Refuses(ProblemKinds.UnknownActionRoute),
    ];
}
