using Npgsql;

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
    private readonly ServerProcess? _server;

    internal EmbeddedCluster(ClusterFolder folder, int port, string password, ClusterLock? held, ServerProcess? server)
    {
        _lock = held;
        _server = server;
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
