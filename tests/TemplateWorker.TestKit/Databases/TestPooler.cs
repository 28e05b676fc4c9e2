using System.Diagnostics;
using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.TestKit.Databases;

/// <summary>A PgBouncer in front of a test's database, in transaction mode with fewer sessions than clients.</summary>
public sealed class TestPooler : IAsyncDisposable
{
    // PgBouncer takes no names as long as those of tests' databases.
    private const string Alias = "test";
    private const string Binary = "/usr/sbin/pgbouncer";

    // The shell waits for the end of its input, which comes with the end of this process, however that ends.
    private const string RunUntilInputEnds = """
        "$0" "$1" & pooler=$!
        read -r _
        kill $pooler
        wait $pooler
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<string> _commandLine;
    private readonly string _folder;
    private Process _process;

    private TestPooler(IReadOnlyList<string> commandLine, string folder, string connectionString)
    {
        _commandLine = commandLine;
        _process = ToolRun.Start(commandLine);
        _folder = folder;
        ConnectionString = connectionString;
    }

    /// <summary>Whether PgBouncer is on this machine.</summary>
    public static bool IsInstalled => File.Exists(Binary);

    /// <summary>Npgsql's form of the way through the pooler.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a pooler in front of a database.</summary>
    /// <param name="test">The database.</param>
    /// <param name="sessions">How many sessions of the server all clients share.</param>
    /// <param name="mode">PgBouncer's pool_mode.</param>
    public static async Task<TestPooler> StartAsync(TestDatabase test, int sessions, string mode = "transaction")
    {
        var folder = Path.Combine(Path.GetTempPath(), $"template-worker-pooler-{Guid.NewGuid():N}");
        var user = await ClusterUser.FindAsync(new ClusterFolder(folder), CancellationToken.None);
        await user.MakeFolderAsync(folder, CancellationToken.None);
        var port = FreePort.Find();
        var server = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        var password = string.IsNullOrEmpty(server.Password) ? "" : $" password={server.Password}";
        var settings = Path.Combine(folder, "pgbouncer.ini");
        await user.MakeFileAsync(settings, CancellationToken.None);
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {Alias} = host={server.Host} port={server.Port} dbname={test.Name} user={server.Username}{password}

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = {mode}
            default_pool_size = {sessions}
            max_client_conn = 200
            ignore_startup_parameters = extra_float_digits
            """);
        var pooler = new TestPooler(user.Run("sh", "-c", RunUntilInputEnds, Binary, settings), folder, new NpgsqlConnectionStringBuilder(test.ConnectionString)
        {
            Host = "127.0.0.1",
            Port = port,
            Database = Alias,
            SslMode = SslMode.Disable,
        }.ConnectionString);
        try
        {
            await pooler.WaitAsync();
            return pooler;
        }
        catch
        {
            await pooler.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a pool through the pooler. The caller disposes it.</summary>
    public Task<Database> OpenAsync(int maxConnections) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = ConnectionString, MaxConnections = maxConnections, IsTransactionPooled = true },
        CancellationToken.None);

    /// <summary>Stops the pooler, which closes all connections through it, and starts it again at the same address.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _process = ToolRun.Start(_commandLine);
        await WaitAsync();
    }

    /// <summary>Stops the pooler.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = "";
        _process.ErrorDataReceived += (_, line) =>
        {
            said += $"{line.Data}\n";
            if (line.Data?.Contains("FATAL", StringComparison.Ordinal) != false)
            {
                up.TrySetException(new InvalidOperationException($"PgBouncer did not start: {said}"));
            }
            else if (line.Data.Contains("process up", StringComparison.Ordinal))
            {
                up.TrySetResult();
            }
        };
        _process.BeginErrorReadLine();
        await up.Task.WaitAsync(Patience, TimeProvider.System);
    }
}
