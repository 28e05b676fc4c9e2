using System.Net;

namespace TemplateWorker.Api.Server;

/// <summary>What the supervisor listens on.</summary>
internal sealed record AddrsOptions
{
    /// <summary>
    /// Address and port of the HTTP API. Default 127.0.0.1:8080. Port 0 takes any free port; an address that is not
    /// loopback needs at least one token.
    /// </summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 8080);
}
