using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Api.Syntax;

/// <summary>
/// An address to listen on: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, or <c>localhost:8080</c>, which is 127.0.0.1. Other host
/// names are refused: what they resolve to may change, and with it who can connect.
/// </summary>
internal sealed class EndpointSyntax : ValueSyntax<IPEndPoint>
{
    private const string Form = "must be an address and a port, such as 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080 (all addresses)";

    /// <inheritdoc/>
    public override string Description => "IP address and port; port 0 is any free one";

    /// <inheritdoc/>
    public override Parsed<IPEndPoint> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || ReadAddress(text[..colon]) is not { } address)
        {
            return Parsed<IPEndPoint>.Bad($"{Form}, was {Quoted.Text(text)}");
        }

        return ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? Parsed<IPEndPoint>.Good(new IPEndPoint(address, port))
            : Parsed<IPEndPoint>.Bad($"must end in a port from 0 to {ushort.MaxValue}, was {Quoted.Text(text)}");
    }

    /// <inheritdoc/>
    public override string Format(IPEndPoint value) => value.ToString();

    private static IPAddress? ReadAddress(string host)
    {
        if (host == "localhost")
        {
            return IPAddress.Loopback;
        }

        if (host is ['[', .., ']'])
        {
            return IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six : null;
        }

        // The parser also accepts "127.1" and "8080", which no one means; only the form it writes is taken.
        return IPAddress.TryParse(host, out var four) && four.AddressFamily == AddressFamily.InterNetwork && four.ToString() == host ? four : null;
    }
}
