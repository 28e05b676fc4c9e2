using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Tenants;

/// <summary>The routes of tenants' states and bans.</summary>
internal static class StateRoutes
{
    private const string Tag = "tenants";

    public static IReadOnlyList<ApiRoute> Of(StateEndpoint state) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.State,
            Access = RouteAccess.Tenant,
            Handler = state.GetAsync,
            Description = new RouteDescription
            {
                Id = "get_state",
                Tag = Tag,
                Summary = "Reads the tenant's state; one that nobody has written is empty.",
                Answer = typeof(StateAnswer),
            },
        },
        new ApiRoute
        {
            Method = "PUT",
            Path = ApiPaths.State,
            Access = RouteAccess.Tenant,
            Handler = state.PutAsync,
            Description = new RouteDescription
            {
                Id = "put_state",
                Tag = Tag,
                Summary = "Replaces the data of the tenant's state.",
                Body = typeof(StateBody),
                Answer = typeof(StateAnswer),
                Problems = [ProblemKinds.ValueRefused],
            },
        },
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.Ban,
            Access = RouteAccess.Admin,
            Handler = state.BanAsync,
            Description = new RouteDescription
            {
                Id = "ban_tenant",
                Tag = Tag,
                Summary = "Refuses the tenant's events from now on, ends its runs, and drops its heap.",
                Answer = typeof(BanAnswer),
            },
        },
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.Unban,
            Access = RouteAccess.Admin,
            Handler = state.UnbanAsync,
            Description = new RouteDescription
            {
                Id = "unban_tenant",
                Tag = Tag,
                Summary = "Takes the tenant's events again.",
                Answer = typeof(BanAnswer),
            },
        },
    ];
}
