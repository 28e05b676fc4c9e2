using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TemplateWorker.Storage.Tests.Connecting;

/// <summary>
/// Stands in for servers that cannot be installed here: one that says nothing, one that speaks another protocol, and a
/// PostgreSQL of any version, as far as opening a connection goes.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private FakeServer(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _serving = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Accepts connections and never answers.</summary>
    public static FakeServer Silent() => new((_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop));

    /// <summary>Answers whatever comes with the same bytes, as servers of other protocols do.</summary>
    public static FakeServer Answering(string text) => new(async (stream, stop) =>
    {
        await stream.ReadExactlyAsync(new byte[4], stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
    });

    /// <summary>A PostgreSQL of a version, as <c>server_version</c> and <c>server_version_num</c> have it.</summary>
    public static FakeServer Postgres(string version, int number) =>
        new((stream, stop) => ServePostgresAsync(stream, version, number.ToString(), stop));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        List<Task> connections = [];
        while (!_stop.IsCancellationRequested)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            connections.Add(ServeAsync(socket, serve));
        }

        await Task.WhenAll(connections);
    }

    private async Task ServeAsync(Socket socket, Func<NetworkStream, CancellationToken, Task> serve)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await serve(stream, _stop.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went, as it does after an error.
        }
    }

    private static async Task ServePostgresAsync(NetworkStream stream, string version, string number, CancellationToken stop)
    {
        while (BinaryPrimitives.ReadInt32BigEndian(await ReadBodyAsync(stream, stop)) is SslRequest or GssRequest)
        {
            await stream.WriteAsync("N"u8.ToArray(), stop);
        }

        await SendAsync(
            stream,
            [Message('R', new byte[4]), Message('S', Text("server_version", version)), Message('S', Text("client_encoding", "UTF8")), Message('K', new byte[8]), Ready()],
            stop);
        List<string> parsed = [];
        while (true)
        {
            var kind = new byte[1];
            await stream.ReadExactlyAsync(kind, stop);
            var body = await ReadBodyAsync(stream, stop);
            switch ((char)kind[0])
            {
                // The name of the statement, empty, and its text.
                case 'P':
                    parsed.Add(Encoding.UTF8.GetString(body.AsSpan(1)).Split('\0')[0]);
                    break;
                // The driver reads the catalogue first: the version, then types (text alone: schema, oid, name, kind, not null,
                // element), fields of composites and labels of enums.
                case 'Q':
                    byte[][] types = [Columns(6), Row("pg_catalog", "25", "text", "b", "f", "0"), Done()];
                    await SendAsync(stream, [Columns(1), Row(version), Done(), .. types, Columns(1), Done(), Columns(1), Done(), Ready()], stop);
                    break;
                case 'S':
                    await SendAsync(stream, [.. parsed.SelectMany(sql => Answer(sql, version, number)), Ready()], stop);
                    parsed.Clear();
                    break;
                case 'X':
                    return;
            }
        }
    }

    private static IEnumerable<byte[]> Answer(string sql, string version, string number) => sql switch
    {
        _ when sql.Contains("server_version_num", StringComparison.Ordinal) => Answer(number, version, "UTF8", "read committed", "on", "on", "on", "0"),
        // The number of the session's process, as the start of the connection told it.
        _ when sql.Contains("pg_backend_pid", StringComparison.Ordinal) => Answer("0"),
        _ => [Message('1', []), Message('2', []), Message('n', []), Done()],
    };

    private static IEnumerable<byte[]> Answer(params string[] values) =>
        [Message('1', []), Message('2', []), Columns(values.Length), Row(values), Done()];

    private static async Task<byte[]> ReadBodyAsync(NetworkStream stream, CancellationToken stop)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, stop);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - 4];
        await stream.ReadExactlyAsync(body, stop);
        return body;
    }

    private static Task SendAsync(NetworkStream stream, IEnumerable<byte[]> messages, CancellationToken stop) =>
        stream.WriteAsync(messages.SelectMany(message => message).ToArray(), stop).AsTask();

    private static byte[] Message(char kind, byte[] body) => [(byte)kind, .. Int32(body.Length + 4), .. body];

    private static byte[] Ready() => Message('Z', "I"u8.ToArray());

    private static byte[] Done() => Message('C', Text("SELECT 1"));

    // Column name, table and attribute (none), type text, its size, no modifier, text format.
    private static byte[] Columns(int count) => Message(
        'T', [.. Int16(count), .. Enumerable.Range(0, count).SelectMany(_ => (byte[])[.. Text("c"), .. Int32(0), .. Int16(0), .. Int32(25), .. Int16(-1), .. Int32(-1), .. Int16(0)])]);

    private static byte[] Row(params string[] values) => Message(
        'D', [.. Int16(values.Length), .. values.SelectMany(value => (byte[])[.. Int32(Encoding.UTF8.GetByteCount(value)), .. Encoding.UTF8.GetBytes(value)])]);

    private static byte[] Text(params string[] values) => [.. values.SelectMany(value => Encoding.UTF8.GetBytes(value + '\0'))];

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int16(int value) => Int32(value)[2..];
}
