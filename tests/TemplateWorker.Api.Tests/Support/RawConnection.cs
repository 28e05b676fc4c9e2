using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TemplateWorker.Api.Tests.Support;

/// <summary>A connection whose bytes the test writes itself. It is open until it is disposed.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private NetworkStream? _stream;

    private NetworkStream Stream => _stream ??= new NetworkStream(_socket);

    /// <summary>Connects from 127.0.0.1, or from another address of the loopback network.</summary>
    public static async Task<RawConnection> OpenAsync(Uri server, string from = "127.0.0.1")
    {
        var connection = new RawConnection();
        connection._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await connection._socket.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    /// <summary>Sends a request without a body.</summary>
    public Task GetAsync(string path, string? token, string host = "127.0.0.1") => SendAsync(Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {host}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}\r\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Waits for an answer. Its body must have a length.</summary>
    public async Task<ApiAnswer> AnswerAsync()
    {
        using var reader = new StreamReader(Stream, Encoding.UTF8, leaveOpen: true);
        var status = int.Parse((await reader.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':')]] = line[(line.IndexOf(':') + 1)..].Trim();
        }

        // All of our problems are ASCII, so that bytes are characters.
        var body = new char[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(body);
        return new ApiAnswer(status, headers.GetValueOrDefault("Content-Type"), new string(body), headers);
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    public async Task<ApiAnswer> AskAsync(string path, string? token, string host = "127.0.0.1")
    {
        await GetAsync(path, token, host);
        return await AnswerAsync();
    }

    /// <summary>Waits until the server has closed the connection; fails when it sends something before.</summary>
    public async Task ShouldBeClosedAsync() => (await Stream.ReadAsync(new byte[1])).ShouldBe(0);

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }
}
