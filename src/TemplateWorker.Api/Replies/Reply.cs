using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>What a route answers: a status and, mostly, a JSON body.</summary>
/// <param name="Status">The HTTP status.</param>
internal abstract record Reply(int Status)
{
    public virtual string ContentType => "application/json";

    public virtual bool HasBody => true;

    public virtual void AddHeaders(IHeaderDictionary headers)
    {
    }

    /// <summary>Writes the body, one JSON value. Not called when there is none.</summary>
    public abstract void Write(Utf8JsonWriter writer);
}
