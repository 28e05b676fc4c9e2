using System.Net;

namespace TemplateWorker.Api.Gate;

/// <summary>
/// The names under which the server may be called without a token. A web page can have its own name resolve to a loopback
/// address (DNS rebinding); the requests that its browser then sends carry that name, and never an address. Immutable.
/// </summary>
/// <param name="further">The names of <c>addrs.hosts</c>, without ports.</param>
internal sealed class HostNames(IReadOnlyList<string> further)
{
    private readonly HashSet<string> _names = new([.. further, "localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a host is a loopback name or address, the address that the client connected to, or a further name.</summary>
    /// <param name="host">The <c>Host</c> header; its port does not count, since a forwarded port may be another one.</param>
    /// <param name="connectedTo">The server's end of the connection.</param>
    public bool Has(ReadOnlySpan<char> host, IPAddress? connectedTo)
    {
        var name = WithoutPort(host);
        return _names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name)
            || (IPAddress.TryParse(name, out var address) && (IPAddress.IsLoopback(address) || address.Equals(Plain(connectedTo))));
    }

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon < 0 || host.EndsWith(']') ? host : host[..colon];
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
