using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Deliveries;

/// <summary>The routes of retry policies.</summary>
internal static class PolicyRoutes
{
    private const string Tag = "templates";

    public static IReadOnlyList<ApiRoute> Of(PolicyEndpoint policies) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Policy,
            Access = RouteAccess.Tenant,
            Handler = policies.GetAsync,
            Description = new RouteDescription
            {
                Id = "get_policy",
                Tag = Tag,
                Summary = "Shows the retry policy in force for a template: its own, or the default.",
                Answer = typeof(PolicyAnswer),
                Problems = [ProblemKinds.UnknownTemplate],
            },
        },
        new ApiRoute
        {
            Method = "PUT",
            Path = ApiPaths.Policy,
            Access = RouteAccess.Tenant,
            Handler = policies.PutAsync,
            Description = new RouteDescription
            {
                Id = "put_policy",
                Tag = Tag,
                Summary = "Gives a template a retry policy of its own; what the body leaves out is as the default has it.",
                Body = typeof(PolicyBody),
                Answer = typeof(PolicyAnswer),
                Problems = [ProblemKinds.UnknownTemplate],
            },
        },
        new ApiRoute
        {
            Method = "DELETE",
            Path = ApiPaths.Policy,
            Access = RouteAccess.Tenant,
            Handler = policies.DeleteAsync,
            Description = new RouteDescription
            {
                Id = "delete_policy",
                Tag = Tag,
                Summary = "Takes a template's own retry policy away; the default holds again.",
                Status = 204,
                Problems = [ProblemKinds.UnknownTemplate],
            },
        },
    ];
}
