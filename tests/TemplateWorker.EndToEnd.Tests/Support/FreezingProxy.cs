using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Forwards TCP connections to a database until one of them is frozen: then nothing passes through it, and neither end is told.</summary>
internal sealed class FreezingProxy : IAsyncDisposable
{
    private const int BufferLength = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, Line> _lines = [];
    private readonly EndPoint _server;
    private readonly Task _accepting;

    private FreezingProxy(EndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Starts it before the server of a test's database.</summary>
    public static FreezingProxy Start(TestDatabase database)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new FreezingProxy(address.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{address.Host}/.s.PGSQL.{address.Port}")
            : new DnsEndPoint(address.Host, address.Port));
    }

    /// <summary>Freezes one of the connections through which bytes passed in the last moment.</summary>
    /// <returns>Whether there was one.</returns>
    public bool FreezeOne(Random random)
    {
        var busy = _lines.Values.Where(line => line.IsBusy).ToArray();
        if (busy.Length == 0)
        {
            return false;
        }

        busy[random.Next(busy.Length)].Freeze();
        return true;
    }

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
            for (var number = 0; ; number++)
            {
                var client = await _listener.AcceptSocketAsync(_stopping.Token);
                forwarding.Add(ForwardAsync(number, client));
            }
        }
        finally
        {
            await Task.WhenAll(forwarding);
        }
    }

    private async Task ForwardAsync(int number, Socket client)
    {
        using var server = new Socket(_server.AddressFamily is AddressFamily.Unix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        using var line = new Line(_stopping.Token);
        _lines[number] = line;
        try
        {
            await server.ConnectAsync(_server, _stopping.Token);
            await Task.WhenAny(line.PumpAsync(client, server), line.PumpAsync(server, client));
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // One of the ends went, or the test is over.
        }
        finally
        {
            _lines.TryRemove(number, out _);
            client.Dispose();
        }
    }

    private sealed class Line(CancellationToken stopping) : IDisposable
    {
        private const long BusyMilliseconds = 200;

        private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        private long _lastPassed = long.MinValue;
        private volatile bool _isFrozen;

        public bool IsBusy => !_isFrozen && Environment.TickCount64 - Volatile.Read(ref _lastPassed) < BusyMilliseconds;

        public void Freeze() => _isFrozen = true;

        public async Task PumpAsync(Socket from, Socket to)
        {
            var buffer = new byte[BufferLength];
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var length)
            {
                if (_isFrozen)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _end.Token);
                }

                await to.SendAsync(buffer.AsMemory(0, length), _end.Token);
                Volatile.Write(ref _lastPassed, Environment.TickCount64);
            }
        }

        public void Dispose()
        {
            _end.Cancel();
            _end.Dispose();
        }
    }
}
