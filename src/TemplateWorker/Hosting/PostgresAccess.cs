using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.Hosting;

/// <summary>Access to the database that <c>meta.postgres_url</c> names; an embedded cluster runs until this instance is disposed.</summary>
internal sealed class PostgresAccess : IAsyncDisposable
{
    private readonly EmbeddedCluster? _cluster;

    private readonly string? _directConnectionString;

    private PostgresAccess(string connectionString, string? directConnectionString, string display, EmbeddedCluster? cluster)
    {
        ConnectionString = connectionString;
        _directConnectionString = directConnectionString;
        Display = display;
        _cluster = cluster;
        ServerExited = cluster?.ServerExited ?? new TaskCompletionSource().Task;
    }

    /// <summary>In Npgsql's form; holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether <see cref="ConnectionString"/> leads through a pooler in transaction mode.</summary>
    public bool IsTransactionPooled => _directConnectionString is not null;

    /// <summary>Completes when the embedded server that this process started has ended, also unasked; otherwise never.</summary>
    public Task ServerExited { get; }

    /// <summary>Where the database is, without the password.</summary>
    public string Display { get; }

    /// <param name="url">As the operator wrote it.</param>
    /// <param name="directUrl">The address that bypasses the pooler, as the operator wrote it; null without a pooler.</param>
    /// <param name="baseDirectory">Base of an embedded cluster's relative folder.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StorageException">The address is not understood, or the embedded cluster cannot be started.</exception>
    public static async Task<PostgresAccess> OpenAsync(string url, string? directUrl, string baseDirectory, CancellationToken cancellationToken)
    {
        switch (PostgresUrl.Parse(url))
        {
            case PostgresAddress.Embedded(var directory) embedded:
                var options = new EmbeddedClusterOptions { Directory = Path.GetFullPath(directory, baseDirectory) };
                var cluster = await EmbeddedCluster.StartAsync(options, TimeProvider.System, cancellationToken);
                return new PostgresAccess(cluster.ConnectionString, null, embedded.ToString(), cluster);
            case PostgresAddress.Server server:
                return new PostgresAccess(server.ToConnectionString(), Direct(directUrl), server.ToString(), null);
            default:
                throw new StorageException(StorageFault.AddressInvalid, "meta.postgres_url has an unknown form.");
        }
    }

    /// <summary>Opens a connection pool, through the pooler if there is one.</summary>
    /// <exception cref="StorageException">The server is unusable; the message names cause and remedy.</exception>
    public Task<Database> OpenDatabaseAsync(int maxConnections, CancellationToken cancellationToken) => Database.OpenAsync(
        new DatabaseOptions
        {
            ConnectionString = ConnectionString,
            MaxConnections = maxConnections,
            IsTransactionPooled = IsTransactionPooled,
        },
        cancellationToken);

    /// <summary>Opens a connection pool that bypasses the pooler, for work that needs a session: migrations and notifications.</summary>
    /// <exception cref="StorageException">The server is unusable; the message names cause and remedy.</exception>
    public Task<Database> OpenDirectAsync(int maxConnections, CancellationToken cancellationToken) => Database.OpenAsync(
        new DatabaseOptions { ConnectionString = _directConnectionString ?? ConnectionString, MaxConnections = maxConnections },
        cancellationToken);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? Direct(string? url) => url is null ? null : PostgresUrl.Parse(url) is PostgresAddress.Server server
        ? server.ToConnectionString()
        : throw new StorageException(StorageFault.AddressInvalid, "meta.direct_postgres_url must be the address of a server.");
}
