using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TemplateWorker.Api.Routing;

/// <summary>
/// Gives routing the path as it was sent. The server's own path is decoded but for <c>%2F</c>, so that <c>a%2Fb</c> and
/// <c>a%252Fb</c> are one to it, and keys called <c>.</c> and <c>..</c> disappear; here each segment is matched as it is and
/// decoded afterwards, by <see cref="PathSegment"/>.
/// </summary>
internal static class RawPath
{
    public static void Restore(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // Without an escape and without a dot segment the two are the same. Other forms of a target (RFC 9112, section 3.2)
        // do not begin with a slash; they stay what the server made of them.
        if (target.StartsWith('/') && (target.Contains('%', StringComparison.Ordinal) || target.Contains("/.", StringComparison.Ordinal)))
        {
            var query = target.IndexOf('?', StringComparison.Ordinal);
            context.Request.Path = new PathString(query < 0 ? target : target[..query]);
        }
    }
}
