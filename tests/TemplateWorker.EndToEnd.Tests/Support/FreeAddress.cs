using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Finds an address of this machine that nothing listens at.</summary>
internal static class FreeAddress
{
    /// <summary>It is free now; another process may take it before it is used.</summary>
    public static IPEndPoint Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
