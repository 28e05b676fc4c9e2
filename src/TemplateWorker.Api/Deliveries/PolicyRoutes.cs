using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Deliveries;

internal static class PolicyRoutes
{
    private static readonly RouteGroup Routes = new("templates", RouteAccess.Tenant);

    public static IReadOnlyList<ApiRoute> Of(PolicyEndpoint policies) =>
    [
        Routes.Get(ApiPaths.Policy, policies.GetAsync, "get_policy", "Shows the retry policy in force for a template: its own, or the default.")
            .Answers<PolicyAnswer>().Refuses(ProblemKinds.UnknownTemplate),
        Routes.Put(
                ApiPaths.Policy, policies.PutAsync, "put_policy",
                "Sets a template's own retry policy; members that the body leaves out take their defaults.")
            .Takes<PolicyBody>().Answers<PolicyAnswer>().Refuses(ProblemKinds.UnknownTemplate),
        Routes.Delete(ApiPaths.Policy, policies.DeleteAsync, "delete_policy", "Removes a template's own retry policy; the default applies again.")
            .Refuses(ProblemKinds.UnknownTemplate),
    ];
}
