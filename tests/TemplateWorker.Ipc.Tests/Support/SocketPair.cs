using System.Net.Sockets;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Ipc.Tests.Support;

/// <summary>Two connected Unix sockets. Their directory is already deleted.</summary>
internal sealed record SocketPair(Socket Near, Socket Far) : IDisposable
{
    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = IpcListener.Open(Path.GetTempPath());
        var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await far.ConnectAsync(new UnixDomainSocketEndPoint(listener.SocketPath));
        var peer = await listener.AcceptAsync(CancellationToken.None);
        return new SocketPair(peer.Socket, far);
    }

    public IpcConnection<WorkerMessage, SupervisorMessage> Supervisor(IpcOptions? options = null) => new(Near, options ?? new IpcOptions());

    public IpcConnection<SupervisorMessage, WorkerMessage> Worker(IpcOptions? options = null) => new(Far, options ?? new IpcOptions());

    public void Dispose()
    {
        Near.Dispose();
        Far.Dispose();
    }
}
