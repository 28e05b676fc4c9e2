using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Audit;

internal static class AuditRoutes
{
    private static readonly RouteGroup Routes = new("audit", RouteAccess.Admin);

    public static ApiRoute Of(AuditEndpoint audit) =>
        Routes.Get(ApiPaths.Audit, audit.ListAsync, "list_audit", "Lists who changed what, for which tenant and from where, newest first.")
            .With(
                ParameterDescription.Query(AuditEndpoint.Tenant, "Lines about one tenant, such as `guild:1234`."),
                ParameterDescription.Query(AuditEndpoint.Action, "Lines with one action, such as `tokens.create`."),
                ParameterDescription.Query(AuditEndpoint.Actor, "Lines of one actor, by the whole text that lines show."),
                ParameterDescription.Query(AuditEndpoint.From, "Lines of this time (RFC 3339) or later."),
                ParameterDescription.Query(AuditEndpoint.To, "Lines before this time (RFC 3339)."),
                ParameterDescription.Query(AuditEndpoint.After, "Lines after the previous page: its `next_after`."),
                ParameterDescription.Query(AuditEndpoint.Limit, ParameterType.Integer, "At most this many, 1 to 1000. Default: 100."))
            .Answers<AuditPageAnswer>().Refuses(ProblemKinds.StorageUnavailable);
}
