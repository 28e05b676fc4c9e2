using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Storage.Embedded;

/// <summary>Finds a TCP port that nothing on this machine listens at.</summary>
internal static class FreePort
{
    /// <summary>The port is free now; another process may take it before it is used, and the caller then asks again.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
