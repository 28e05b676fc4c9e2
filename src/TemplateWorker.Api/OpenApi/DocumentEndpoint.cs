using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.OpenApi;

/// <summary>Gives out the OpenAPI document, which is made once: anybody may ask for it, any number of times.</summary>
/// <param name="provider">Called when the first one asks, since it describes all routes, this one too.</param>
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
