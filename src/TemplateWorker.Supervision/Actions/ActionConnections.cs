using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Makes the connections to receivers: resolved addresses are checked when it connects, and connections are used again.</summary>
internal static class ActionConnections
{
    private const int MostConnections = 256;

    /// <param name="allowsPrivate">Whether addresses of this machine and its network are allowed.</param>
    public static HttpMessageInvoker Create(bool allowsPrivate) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = MostConnections,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 64 << 10,
            ConnectCallback = (context, token) => ConnectAsync(context.DnsEndPoint, allowsPrivate, token),
        },
        disposeHandler: true);

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken);
        var allowed = allowsPrivate ? addresses : Array.FindAll(addresses, AddressRules.IsPublic);
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(
                $"{target.Host} has no public address ({string.Join(", ", addresses.Select(address => address.ToString()))}); the route may allow private ones (allow_private)");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address must not be connected to.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
