using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>One keep-alive connection, with one request at a time on it. Not thread-safe.</summary>
internal sealed class ClientConnection : IDisposable
{
    private readonly byte[] _received = new byte[16 << 10];
    private int _length;
    private long _sentAt;

    public ClientConnection(IPEndPoint server)
    {
        Socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Socket.Connect(server);
    }

    public Socket Socket { get; }

    /// <summary>Which of the requests is under way.</summary>
    public int Request { get; private set; }

    /// <summary>From the sending of the request to now.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_sentAt);

    /// <summary>The body of the response that <see cref="TryReceive"/> found complete; good until the next request.</summary>
    public ReadOnlySpan<byte> Body => _received.AsSpan(Head.HeadBytes, Head.BodyBytes);

    public ResponseHead Head { get; private set; }

    public void Send(int request, byte[] bytes)
    {
        Request = request;
        _length = 0;
        _sentAt = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += Socket.Send(bytes.AsSpan(sent));
        }
    }

    /// <summary>Receives what is there, waiting for the first byte.</summary>
    /// <returns>Whether the response is complete.</returns>
    /// <exception cref="IOException">The server closed the connection, or answers more than a load generator expects.</exception>
    public bool TryReceive()
    {
        if (_length == _received.Length)
        {
            throw new IOException($"The server's answer is longer than {_received.Length} bytes.");
        }

        var received = Socket.Receive(_received.AsSpan(_length));
        if (received == 0)
        {
            throw new IOException("The server closed the connection in the middle of the load.");
        }

        _length += received;
        if (!ResponseHead.TryRead(_received.AsSpan(0, _length), out var head) || head.TotalBytes > _length)
        {
            return false;
        }

        Head = head;
        return true;
    }

    public void Dispose() => Socket.Dispose();
}
