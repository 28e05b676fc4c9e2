using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>An answer that is written as things happen, for as long as its caller listens.</summary>
/// <param name="Type">The content type.</param>
/// <param name="Serve">Writes the body; it ends with the task.</param>
internal sealed record StreamedReply(string Type, Func<HttpResponse, Task> Serve) : Reply(StatusCodes.Status200OK)
{
    public override string ContentType => Type;

    public override bool HasBody => false;

    public override void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentType = Type;
        headers.CacheControl = "no-store";
    }

    public override void Write(Utf8JsonWriter writer) => throw new InvalidOperationException("It is not written at once.");
}
