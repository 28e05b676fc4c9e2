using Npgsql;
using TemplateWorker.Storage.Connecting;

namespace TemplateWorker.Storage.Embedded;

/// <summary>
/// A private PostgreSQL cluster in a folder, run by the binaries that are installed on this machine, on a Unix socket and a
/// free port of the loopback address.
/// </summary>
/// <remarks>
/// The process that starts the server owns it: the server ends when the owner disposes this object or dies, by whatever
/// signal. Another process that asks for the same folder meanwhile shares the owner's server, so that templates can be
/// registered or a migration looked at while the workers run; it loses its connections when the owner stops.
/// </remarks>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly ClusterLock? _lock;
    private readonly Func<CancellationToken, Task<ServerProcess>>? _startAgain;
    private ServerProcess? _server;

    /// <param name="folder">Where it is.</param>
    /// <param name="port">The server's port.</param>
    /// <param name="password">The superuser's.</param>
    /// <param name="held">The lock of the folder; null when another process has it.</param>
    /// <param name="server">The server; null when it is another process's.</param>
    /// <param name="startAgain">Starts a server on the same port; null when it is another process's.</param>
    internal EmbeddedCluster(
        ClusterFolder folder,
        int port,
        string password,
        ClusterLock? held,
        ServerProcess? server,
        Func<CancellationToken, Task<ServerProcess>>? startAgain)
    {
        _lock = held;
        _server = server;
        _startAgain = startAgain;
        Directory = folder.Root;
        Port = port;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = folder.CanUseSocket ? folder.Run : "127.0.0.1",
            Port = port,
            Username = ClusterCreation.Superuser,
            Password = password,
            Database = DatabaseName,
        }.ConnectionString;
    }

    /// <summary>The database that is made with the cluster.</summary>
    public const string DatabaseName = "template_worker";

    /// <summary>The full path of the cluster's folder. Its <c>password</c> file and <c>server.log</c> are for operators.</summary>
    public string Directory { get; }

    /// <summary>The port of the loopback address, and the number in the socket's name.</summary>
    public int Port { get; }

    /// <summary>Npgsql's form, through the Unix socket where its path is short enough. Holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether this process started the server, and ends it.</summary>
    public bool IsOwner => _server is not null;

    /// <summary>Completes when an owned server has ended, also unasked; never for a server that another process owns.</summary>
    public Task ServerExited => _server?.Exited ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>Makes the cluster if there is none, and starts its server or joins the one that runs.</summary>
    /// <exception cref="StorageException">
    /// With <see cref="StorageFault.EmbeddedFailed"/>: no server is installed, the folder holds something else or cannot be
    /// used, or the server did not start; the message quotes its last words.
    /// </exception>
    public static Task<EmbeddedCluster> StartAsync(
        EmbeddedClusterOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        new ClusterStart(options, time).ExecuteAsync(cancellationToken);

    /// <summary>
    /// Starts the server of this process again after it has ended unasked, on the same port, so that the connection string stays as it
    /// is. Not to be called beside itself or <see cref="DisposeAsync"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The server runs, or is another process's.</exception>
    /// <exception cref="StorageException">
    /// With <see cref="StorageFault.EmbeddedFailed"/>: it does not start; the message quotes its last words.
    /// </exception>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (_server is not { Exited.IsCompleted: true } ended || _startAgain is null)
        {
            throw new InvalidOperationException("Only a server of this process that has ended can be started again.");
        }

        await ended.DisposeAsync();
        _server = await _startAgain(cancellationToken);
    }

    /// <summary>
    /// Grants a role without further rights to read and write the rows of all tables that there are, so call it after the migrations. Makes the
    /// role when it does not exist. May be repeated, also by several processes at a time.
    /// </summary>
    /// <returns>The address for workers, in Npgsql's form, with that role and its password.</returns>
    /// <exception cref="StorageException">The server failed.</exception>
    public async Task<string> GrantToWorkersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WorkerRole.GrantAsync(ConnectionString, cancellationToken);
        }
        catch (NpgsqlException fault)
        {
            throw FaultExplanation.Explain(fault, ConnectionTarget.Of(new NpgsqlConnectionStringBuilder(ConnectionString)), isConnected: true)!;
        }
    }

    /// <summary>Passes the server to the caller, who disposes it in place of this instance.</summary>
    internal ServerProcess? ReleaseServer() => Interlocked.Exchange(ref _server, null);

    /// <summary>Stops the server if this process owns it. Harmless when called twice.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _lock?.Dispose();
    }
}
