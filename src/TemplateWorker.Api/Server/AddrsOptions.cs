using System.Net;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Api.Server;

/// <summary>What the supervisor listens on, and which connections it takes.</summary>
internal sealed record AddrsOptions
{
    /// <summary>
    /// Address and port of the HTTP API. Default 127.0.0.1:8080. Port 0 takes any free port; an address that is not
    /// loopback needs at least one token.
    /// </summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>
    /// Names and addresses, without ports, under which clients without a valid token may call the API, besides loopback names and the address that
    /// they connect to. At most <see cref="HostsSyntax.MostNames"/>. Default none.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// Whether the API may be used without a token, which is allowed on a loopback address only. Without it, and without a token in the
    /// configuration, the supervisor makes a token of its own. Default false.
    /// </summary>
    public bool Open { get; init; }

    /// <summary>
    /// Address and port that serve <c>/livez</c> and <c>/readyz</c> only, without a token, to connections that count against no limit of
    /// the API. Null, the default, for none.
    /// </summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>
    /// Address and port that serve <c>/metrics</c> only, without a token. Null, the default, for none: then the metrics are at
    /// <see cref="Http"/> alone, for admin tokens.
    /// </summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>What clients of the API may hold open.</summary>
    public ConnectionLimits Connections { get; init; } = new();
}
