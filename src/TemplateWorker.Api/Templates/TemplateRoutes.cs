using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Templates;

internal static class TemplateRoutes
{
    private static readonly RouteGroup Routes = new("templates", RouteAccess.Tenant);

    public static IReadOnlyList<ApiRoute> Of(TemplatesEndpoint templates) =>
    [
        Routes.Get(ApiPaths.Templates, templates.ListAsync, "list_templates", "Lists the tenant's templates by name.").Answers<TemplateListAnswer>(),
        Routes.Get(
                ApiPaths.OneTemplate, templates.GetAsync, "get_template",
                "Shows a template: the content of its active version, and a list of all versions.")
            .Answers<TemplateAnswer>().Refuses(ProblemKinds.UnknownTemplate),
        Routes.Put(
                ApiPaths.OneTemplate, templates.PutAsync, "publish_template",
                "Checks a template, publishes it as a new version, and makes that active; the same content again changes nothing.")
            .Takes<TemplateBody>()
            .Answers<PublishedAnswer>()
            .Refuses(
                ProblemKinds.TemplateRejected, ProblemKinds.TooManyTemplates, ProblemKinds.ValueRefused, ProblemKinds.TenantBanned,
                ProblemKinds.QueueFull, ProblemKinds.WorkerLost, ProblemKinds.NoWorkerReady, ProblemKinds.Draining, ProblemKinds.DeadlineExceeded),
        Routes.Delete(ApiPaths.OneTemplate, templates.DeleteAsync, "delete_template", "Removes a template with all its versions. Data that it stored stays.")
            .Refuses(ProblemKinds.UnknownTemplate),
        Routes.Post(ApiPaths.Activate, templates.ActivateAsync, "activate_template_version", "Makes an existing version the active one.")
            .Takes<ActivationBody>().Answers<PublishedAnswer>().Refuses(ProblemKinds.UnknownTemplate, ProblemKinds.UnknownVersion),
    ];
}
