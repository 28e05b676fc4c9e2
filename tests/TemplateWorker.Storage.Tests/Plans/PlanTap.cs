using System.Collections.Concurrent;
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
    private readonly ConcurrentQueue<string> _plans = [];
    private readonly DatabaseForwarder _forwarder;
    private readonly string _address;

    private PlanTap(TestDatabase test)
    {
        _forwarder = DatabaseForwarder.Start(test, ForwardAsync);
        _address = new NpgsqlConnectionStringBuilder(test.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = _forwarder.Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            CommandTimeout = 60,
        }.ConnectionString;
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

        return new PlanTap(test);
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

    public ValueTask DisposeAsync() => _forwarder.DisposeAsync();

    private Task ForwardAsync(Socket client, Socket server, CancellationToken stopping)
    {
        var answers = new PlanNotices(_plans);
        return Task.WhenAny(
            DatabaseForwarder.PumpAsync(client, server, _ => ValueTask.CompletedTask, stopping),
            DatabaseForwarder.PumpAsync(
                server,
                client,
                bytes =>
                {
                    answers.Read(bytes);
                    return ValueTask.CompletedTask;
                },
                stopping));
    }
}
