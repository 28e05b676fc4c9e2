using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TemplateWorker.Api.OpenApi;

/// <summary>Fills in what the document says of the whole API.</summary>
internal sealed class DocumentDocumentation : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "TemplateWorker",
            Version = "v1",
            Description = "Runs tenants' templates on events. Every refusal is a problem (RFC 9457) with a stable type.",
        };

        // Wherever the document was read from is where the API is.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[OperationDocumentation.SecurityScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "One of the configured tokens; a token of role `tenant` is valid for its tenant only. "
                + "A server that is set to be open, which listens on loopback only, needs none.",
        };
        return Task.CompletedTask;
    }
}
