using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TemplateWorker.TestKit.Databases;

/// <summary>Forwards TCP connections to the server of a test's database, through the hands of the test. Its end ends the connections.</summary>
public sealed class DatabaseForwarder : IAsyncDisposable
{
    private const int BufferLength = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly EndPoint _server;
    private readonly Func<Socket, Socket, CancellationToken, Task> _forward;
    private readonly Task _accepting;

    private DatabaseForwarder(EndPoint server, Func<Socket, Socket, CancellationToken, Task> forward)
    {
        _server = server;
        _forward = forward;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The loopback port that it listens on.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Starts it.</summary>
    /// <param name="database">The database before whose server it stands.</param>
    /// <param name="forward">Passes bytes between the client and the server until one of them is gone.</param>
    public static DatabaseForwarder Start(TestDatabase database, Func<Socket, Socket, CancellationToken, Task> forward)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new DatabaseForwarder(
            address.Host!.StartsWith('/')
                ? new UnixDomainSocketEndPoint($"{address.Host}/.s.PGSQL.{address.Port}")
                : new DnsEndPoint(address.Host, address.Port),
            forward);
    }

    /// <summary>Passes bytes in one direction until its end is gone.</summary>
    /// <param name="from">Where they come from.</param>
    /// <param name="to">Where they are sent to.</param>
    /// <param name="beforeSend">Is shown the bytes before they are sent, and may hold them back.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task PumpAsync(
        Socket from, Socket to, Func<ReadOnlyMemory<byte>, ValueTask> beforeSend, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var length)
        {
            await beforeSend(buffer.AsMemory(0, length));
            await to.SendAsync(buffer.AsMemory(0, length), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> forwarding = [];
        try
        {
            while (true)
            {
                forwarding.Add(ForwardAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        finally
        {
            await Task.WhenAll(forwarding);
        }
    }

    private async Task ForwardAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(
            _server is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await far.ConnectAsync(_server, _stopping.Token);
            await _forward(near, far, _stopping.Token);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // One of the ends is gone, or the test is over.
        }
    }
}
