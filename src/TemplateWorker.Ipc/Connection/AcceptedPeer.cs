using System.Net.Sockets;

namespace TemplateWorker.Ipc.Connection;

/// <summary>A process that connected and has said nothing yet. <see cref="SupervisorHandshake"/> takes it over.</summary>
public sealed class AcceptedPeer : IDisposable
{
    internal AcceptedPeer(Socket socket, PeerCredentials? credentials)
    {
        Socket = socket;
        Credentials = credentials;
    }

    /// <summary>Which process it is; null where the platform does not say.</summary>
    public PeerCredentials? Credentials { get; }

    internal Socket Socket { get; }

    /// <summary>Closes the connection. Harmless after a handshake took it over and ended.</summary>
    public void Dispose() => Socket.Dispose();
}
