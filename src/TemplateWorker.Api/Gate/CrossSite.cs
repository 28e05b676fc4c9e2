using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Gate;

/// <summary>
/// Recognizes requests that a web page of another site had a browser send. Browsers send some of them without asking the server first, and
/// neither <c>Origin</c> nor <c>Sec-Fetch-Site</c> can be set by a page.
/// </summary>
internal static class CrossSite
{
    private const string FetchSite = "Sec-Fetch-Site";
    private const string Origin = "Origin";

    /// <summary>The header that shows it, as name and value; null when the request is not one, or changes nothing.</summary>
    /// <param name="method">The method; GET, HEAD and OPTIONS change nothing.</param>
    /// <param name="headers">The headers of the request.</param>
    public static string? Evidence(string method, IHeaderDictionary headers)
    {
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method))
        {
            return null;
        }

        // The browser's own verdict, which a proxy that rewrites the host does not change. Old browsers send the origin alone.
        if (headers[FetchSite] is { Count: > 0 } site)
        {
            return site.Count == 1 && site[0] is "same-origin" or "none" ? null : $"{FetchSite}: {site}";
        }

        return headers.Origin is { Count: > 0 } origin && (origin.Count != 1 || !IsOf(origin[0], headers.Host.ToString()))
            ? $"{Origin}: {origin}"
            : null;
    }

    private static bool IsOf(ReadOnlySpan<char> origin, ReadOnlySpan<char> host)
    {
        // The scheme does not count, because TLS may end at a proxy.
        var scheme = origin.IndexOf("://");
        return scheme > 0 && origin[(scheme + 3)..].Equals(host, StringComparison.OrdinalIgnoreCase);
    }
}
