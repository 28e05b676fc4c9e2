using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Keys;

/// <summary>A page of keys.</summary>
/// <param name="Page">The page.</param>
/// <param name="Written">Called once the page is in its JSON form, and its values are no longer needed.</param>
internal sealed record PageReply(KeyPageAnswer Page, Action Written) : Reply(StatusCodes.Status200OK)
{
    public override void Write(Utf8JsonWriter writer)
    {
        try
        {
            JsonSerializer.Serialize(writer, Page, KeysJson.Default.KeyPageAnswer);
        }
        finally
        {
            Written();
        }
    }
}
