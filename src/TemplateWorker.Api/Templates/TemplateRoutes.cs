using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Templates;

/// <summary>The routes of templates.</summary>
internal static class TemplateRoutes
{
    private const string Tag = "templates";

    public static IReadOnlyList<ApiRoute> Of(TemplatesEndpoint templates) =>
    [
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.Templates,
            Access = RouteAccess.Tenant,
            Handler = templates.ListAsync,
            Description = new RouteDescription
            {
                Id = "list_templates",
                Tag = Tag,
                Summary = "Lists the tenant's templates by name.",
                Answer = typeof(TemplateListAnswer),
            },
        },
        new ApiRoute
        {
            Method = "GET",
            Path = ApiPaths.OneTemplate,
            Access = RouteAccess.Tenant,
            Handler = templates.GetAsync,
            Description = new RouteDescription
            {
                Id = "get_template",
                Tag = Tag,
                Summary = "Shows a template: the content of its active version, and a list of all versions.",
                Answer = typeof(TemplateAnswer),
                Problems = [ProblemKinds.UnknownTemplate],
            },
        },
        new ApiRoute
        {
            Method = "PUT",
            Path = ApiPaths.OneTemplate,
            Access = RouteAccess.Tenant,
            Handler = templates.PutAsync,
            Description = new RouteDescription
            {
                Id = "publish_template",
                Tag = Tag,
                Summary = "Checks a template, publishes it as a new version, and makes that active; the same content again changes nothing.",
                Body = typeof(TemplateBody),
                Answer = typeof(PublishedAnswer),
                Problems =
                [
                    ProblemKinds.TemplateRejected, ProblemKinds.TooManyTemplates, ProblemKinds.ValueRefused, ProblemKinds.TenantBanned,
                    ProblemKinds.QueueFull, ProblemKinds.WorkerLost, ProblemKinds.NoWorkerReady, ProblemKinds.Draining,
                    ProblemKinds.DeadlineExceeded,
                ],
            },
        },
        new ApiRoute
        {
            Method = "DELETE",
            Path = ApiPaths.OneTemplate,
            Access = RouteAccess.Tenant,
            Handler = templates.DeleteAsync,
            Description = new RouteDescription
            {
                Id = "delete_template",
                Tag = Tag,
                Summary = "Removes a template with all its versions. What it stored stays.",
                Status = 204,
                Problems = [ProblemKinds.UnknownTemplate],
            },
        },
        new ApiRoute
        {
            Method = "POST",
            Path = ApiPaths.Activate,
            Access = RouteAccess.Tenant,
            Handler = templates.ActivateAsync,
            Description = new RouteDescription
            {
                Id = "activate_template_version",
                Tag = Tag,
                Summary = "Makes an existing version the active one.",
                Body = typeof(ActivationBody),
                Answer = typeof(PublishedAnswer),
                Problems = [ProblemKinds.UnknownTemplate, ProblemKinds.UnknownVersion],
            },
        },
    ];
}
