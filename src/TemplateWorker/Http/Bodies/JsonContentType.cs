using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TemplateWorker.Http.Bodies;

/// <summary>Whether headers announce JSON in UTF-8.</summary>
internal static class JsonContentType
{
    private const string Json = "application/json";

    /// <summary>What is wrong with the headers, or null.</summary>
    public static string? Fault(IHeaderDictionary headers)
    {
        var contentType = headers.ContentType.ToString();
        if (!string.Equals(contentType, Json, StringComparison.OrdinalIgnoreCase) && !IsJson(contentType))
        {
            return contentType.Length == 0
                ? $"There is no Content-Type; send '{Json}'."
                : $"The Content-Type must be '{Json}' in UTF-8, was '{contentType}'.";
        }

        return headers.ContentEncoding.Count == 0 ? null : $"A Content-Encoding ('{headers.ContentEncoding}') is not supported; send the body as it is.";
    }

    private static bool IsJson(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
