using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Tenants;

namespace TemplateWorker.Api.Tenants;

internal static class SuspensionRoutes
{
    private const string Tag = "tenants";

    private static readonly RouteGroup Own = new(Tag, RouteAccess.Tenant);
    private static readonly RouteGroup Admin = new(Tag, RouteAccess.Admin);

    public static IReadOnlyList<ApiRoute> Of(SuspensionEndpoint suspension) =>
    [
        Own.Get(ApiPaths.Suspension, suspension.GetAsync, "get_suspension", "Shows whether the tenant is suspended, why and until when.").Answers<SuspensionAnswer>(),
        Admin.Put(
            ApiPaths.Suspension, suspension.PutAsync, "suspend_tenant",
            "Refuses the tenant's events from now on, ends its runs, and has its queued work wait; or changes reason and end of its suspension.")
            .Takes<SuspensionBody>().Answers<SuspensionAnswer>(),
        Admin.Delete(ApiPaths.Suspension, suspension.DeleteAsync, "resume_suspended_tenant", "Ends the suspension; what was queued runs.")
            .Answers<SuspensionAnswer>(),
        Admin.Get(ApiPaths.Suspensions, suspension.ListAsync, "list_suspensions", "Lists the tenants that are suspended.")
            .With(
                ParameterDescription.Query(SuspensionEndpoint.After, "Those behind this tenant: the `next_after` of the previous page."),
                ParameterDescription.Query(SuspensionEndpoint.Limit, ParameterType.Integer, $"At most this many, 1 to {SuspensionStore.MaxPage}. Default: 100."))
            .Answers<SuspensionPageAnswer>().Refuses(ProblemKinds.StorageUnavailable),
    ];
}
