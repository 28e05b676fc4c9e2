using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TemplateWorker.Api.Bodies;

/// <summary>Whether headers announce JSON in UTF-8, one value or one a line.</summary>
internal static class JsonContentType
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    /// <summary>Whether they announce one JSON value a line.</summary>
    public static bool IsLines(IHeaderDictionary headers) => Is(Lines, headers.ContentType.ToString());

    /// <summary>What is wrong with the headers of one JSON value, or null.</summary>
    public static string? Fault(IHeaderDictionary headers) => Fault(headers, Json);

    /// <summary>What is wrong with the headers of one JSON value a line, or null.</summary>
    public static string? FaultOfLines(IHeaderDictionary headers) => Fault(headers, Lines);

    private static string? Fault(IHeaderDictionary headers, string expected)
    {
        var contentType = headers.ContentType.ToString();
        if (!Is(expected, contentType))
        {
            return contentType.Length == 0
                ? $"There is no Content-Type; send '{expected}'."
                : $"The Content-Type must be '{expected}' in UTF-8, was '{contentType}'.";
        }

        return headers.ContentEncoding.Count == 0 ? null : $"A Content-Encoding ('{headers.ContentEncoding}') is not supported; send the body as it is.";
    }

    private static bool Is(string expected, string contentType) =>
        string.Equals(contentType, expected, StringComparison.OrdinalIgnoreCase) || IsWithParameters(expected, contentType);

    private static bool IsWithParameters(string expected, string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(expected, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
