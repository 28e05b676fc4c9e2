using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Api.Gate;

/// <summary>
/// Decides before routing whether a request is for the address that it came in at, and whether it may be one of a web page that abuses its visitor's
/// browser. Immutable.
/// </summary>
/// <param name="access">Knows the valid tokens. Pages of other sites have none, so a request with one may name any host.</param>
/// <param name="names">The names of the server.</param>
/// <param name="healthPaths">
/// Paths that answer under any host, since probes have their own names for the server, and the answers are of no use to a page. The address for
/// health checks serves no others.
/// </param>
internal sealed class RequestGate(AccessCheck access, HostNames names, params IReadOnlyList<string> healthPaths)
{
    private static readonly Problem OnlyHealth = new(ProblemKinds.UnknownRoute, "This address (addrs.health) serves /livez and /readyz only.");
    private static readonly Problem OnlyMetrics = new(ProblemKinds.UnknownRoute, "This address (addrs.metrics) serves /metrics only.");

    /// <summary>The reason for a refusal; null when the request may be routed.</summary>
    public Problem? Refuse(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Request.Headers);
        var connection = context.Features.GetRequiredFeature<ClientConnection>();
        connection.NoteRequest();
        switch (connection.Listener)
        {
            case Listener.Health:
                return healthPaths.Contains(request.Path.Value, StringComparer.Ordinal) ? null : OnlyHealth;
            case Listener.Metrics:
                return request.Path.Value == ApiPaths.Metrics ? null : OnlyMetrics;
        }

        if (!names.Has(request.Host.Value, context.Connection.LocalIpAddress)
            && !healthPaths.Contains(request.Path.Value, StringComparer.Ordinal)
            && !access.HasValidToken(headers.Authorization))
        {
            return Misdirected(request.Host.Value ?? string.Empty);
        }

        return CrossSite.Evidence(request.Method, headers) is { } evidence
            ? new Problem(
                ProblemKinds.CrossSiteRequest,
                $"The header {Quoted.Text(evidence)} says that a web page of another site sent this request. Send it from a program, or from a page of this host.")
            : null;
    }

    private static Problem Misdirected(string host) => new(
        ProblemKinds.MisdirectedRequest,
        $"The Host {Quoted.Text(host)} is not a name of this server, and the request has no valid token. "
        + "Send a token, use the address that the server listens on, or add the name to addrs.hosts in its configuration.",
        new ProblemMember("host", Problem.Shown(host)));
}
