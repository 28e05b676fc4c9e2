using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Console.Look;

namespace TemplateWorker.Console.Serving;

/// <summary>Finds the route of a request. Immutable.</summary>
internal sealed class PageTable(IReadOnlyList<PageRoute> routes)
{
    public FoundPage Find(HttpContext context)
    {
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        List<string> allowed = [];
        foreach (var route in routes)
        {
            if (route.Match(context.Request.Path.Value!) is not { } encoded)
            {
                continue;
            }

            if (route.Method == method)
            {
                return Decode(route, encoded);
            }

            allowed.Add(route.Method);
        }

        if (allowed.Count == 0)
        {
            return new FoundPage.None(PageFault.UnknownPage);
        }

        context.Response.Headers.Allow = string.Join(", ", allowed);
        return new FoundPage.None(PageFault.Method(context.Request.Method, string.Join(", ", allowed)));
    }

    private static FoundPage Decode(PageRoute route, IReadOnlyDictionary<string, string> encoded)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var (name, segment) in encoded)
        {
            if (!PathSegment.TryDecode(segment, out var decoded))
            {
                return Refused(Problem.BrokenRule(name, segment, "must be percent-encoded UTF-8"));
            }

            values[name] = decoded;
        }

        if (!values.TryGetValue(PageRoute.Tenant, out var text))
        {
            return new FoundPage.One(route, values, default);
        }

        return TenantId.TryParse(text, out var tenant)
            ? new FoundPage.One(route, values, tenant)
            : Refused(Problem.BrokenRule(PageRoute.Tenant, text, "must be a tenant such as guild:1234"));
    }

    private static FoundPage.None Refused(Problem problem) => new(PageFault.Of(problem));
}

/// <summary>What a request asks for.</summary>
internal abstract record FoundPage
{
    private FoundPage()
    {
    }

    /// <summary>A route.</summary>
    /// <param name="Route">Which.</param>
    /// <param name="Values">The parameters of its path, decoded.</param>
    /// <param name="Tenant">The tenant among them; meaningless on routes that have none.</param>
    public sealed record One(PageRoute Route, IReadOnlyDictionary<string, string> Values, TenantId Tenant) : FoundPage;

    /// <summary>Nothing.</summary>
    /// <param name="Fault">Why.</param>
    public sealed record None(PageFault Fault) : FoundPage;
}
