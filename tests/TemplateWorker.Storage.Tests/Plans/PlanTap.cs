using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>
/// A way to a test's database on which the plan of every statement is collected as it was executed, with those of the statements
/// inside of functions and triggers. The server sends them as notices (auto_explain) in front of the statement's end, so a
/// statement that has returned has its plans here.
/// </summary>
internal sealed class PlanTap : IAsyncDisposable
{
    private const int BufferLength = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _plans = [];
    private readonly string _address;
    private readonly EndPoint _server;
    private readonly Task _accepting;

    private PlanTap(NpgsqlConnectionStringBuilder address)
    {
        _server = address.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{address.Host}/.s.PGSQL.{address.Port}")
            : new DnsEndPoint(address.Host, address.Port);
        _listener.Start();
        _address = new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            CommandTimeout = 60,
        }.ConnectionString;
        _accepting = AcceptAsync();
    }

    /// <summary>Has the server report the plans of all sessions that begin from now on.</summary>
    public static async Task<PlanTap> StartAsync(TestDatabase test)
    {
        foreach (var setting in (string[])
        [
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off", "auto_explain.log_buffers = on", "auto_explain.log_nested_statements = on",
            "auto_explain.log_format = 'json'", "auto_explain.log_level = 'notice'",
        ])
        {
            await test.ExecuteAsync($"alter database {test.Name} set {setting}");
        }

        return new PlanTap(new NpgsqlConnectionStringBuilder(test.ConnectionString));
    }

    /// <summary>Opens a pool through the tap. The caller disposes it.</summary>
    /// <remarks>Nothing that it remembers about queues grows old, however slow the machine is.</remarks>
    public Task<Database> OpenAsync() => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = _address, MaxConnections = 10, Time = new StoppedTime() }, CancellationToken.None);

    /// <summary>Opens a connection through the tap, for SQL of other programs. The caller disposes it.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>The plans since the last call.</summary>
    public List<ExecutedPlan> Take()
    {
        List<ExecutedPlan> taken = [];
        while (_plans.TryDequeue(out var plan))
        {
            taken.Add(ExecutedPlan.Parse(plan));
        }

        return taken;
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
        using var far = new Socket(_server is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await far.ConnectAsync(_server, _stopping.Token);
            var answers = new PlanNotices(_plans);
            await Task.WhenAny(PumpAsync(near, far, _ => { }), PumpAsync(far, near, answers.Read));
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // One of the ends is gone, or the test is over.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<ReadOnlyMemory<byte>> pass)
    {
        var buffer = new byte[BufferLength];
        while (await from.ReceiveAsync(buffer, _stopping.Token) is > 0 and var length)
        {
            pass(buffer.AsMemory(0, length));
            await to.SendAsync(buffer.AsMemory(0, length), _stopping.Token);
        }
    }
}
