using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Tenants;

internal static class StateRoutes
{
    private const string Tag = "tenants";

    private static readonly RouteGroup Own = new(Tag, RouteAccess.Tenant);
    private static readonly RouteGroup Admin = new(Tag, RouteAccess.Admin);

    public static IReadOnlyList<ApiRoute> Of(StateEndpoint state, UsageEndpoint usage) =>
    [
        Own.Get(ApiPaths.State, state.GetAsync, "get_state", "Reads the tenant's state; it is empty until it is first written.").Answers<StateAnswer>(),
        Own.Put(ApiPaths.State, state.PutAsync, "put_state", "Replaces the data of the tenant's state.")
            .Takes<StateBody>().Answers<StateAnswer>().Refuses(ProblemKinds.ValueRefused),
        Own.Get(ApiPaths.Usage, usage.GetAsync, "get_usage", "Shows what the tenant keeps, and how much it may.").Answers<UsageAnswer>(),
        Admin.Post(ApiPaths.Ban, state.BanAsync, "ban_tenant", "Refuses the tenant's events from now on, ends its runs, and drops its heap.")
            .Answers<BanAnswer>(),
        Admin.Post(ApiPaths.Unban, state.UnbanAsync, "unban_tenant", "Accepts the tenant's events again.").Answers<BanAnswer>(),
    ];
}
