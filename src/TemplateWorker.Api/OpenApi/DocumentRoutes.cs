using TemplateWorker.Api.Access;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.OpenApi;

internal static class DocumentRoutes
{
    public static ApiRoute Of(DocumentEndpoint document) => new RouteGroup("server", RouteAccess.Open)
        .Get(ApiPaths.Document, document.GetAsync, "openapi", "This document.").Answers<Dictionary<string, RawJson>>();
}
