using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.OpenApi;

/// <summary>Serves the OpenAPI document. It is built once, at the first request; no token is needed.</summary>
/// <param name="provider">Called at the first request, because the document describes all routes, including this one.</param>
internal sealed class DocumentEndpoint(Func<IOpenApiDocumentProvider> provider)
{
    private readonly Lock _gate = new();
    private Task<Reply>? _document;

    public Task<Reply> GetAsync(ApiCall call)
    {
        lock (_gate)
        {
            return (_document ??= MakeAsync()).WaitAsync(call.Aborted);
        }
    }

    private async Task<Reply> MakeAsync()
    {
        // Out of the lock.
        await Task.Yield();
        var document = await provider().GetOpenApiDocumentAsync(CancellationToken.None);
        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, CancellationToken.None);
        return new TextReply(json.ToArray());
    }
}
