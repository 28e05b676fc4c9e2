using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.Hosting;

/// <summary>Access to the database that <c>meta.postgres_url</c> names; an embedded cluster runs until this instance is disposed.</summary>
internal sealed class PostgresAccess : IAsyncDisposable
{
    private readonly EmbeddedCluster? _cluster;

    private readonly string? _directConnectionString;

    private readonly string? _ownerConnectionString;

    private PostgresAccess(string connectionString, MetaOptions options, EmbeddedCluster? cluster)
    {
        ConnectionString = connectionString;
        _directConnectionString = options.DirectPostgresUrl?.ToConnectionString();
        _ownerConnectionString = options.MigratePostgresUrl?.ToConnectionString();
        Display = options.PostgresUrl.ToString();
        _cluster = cluster;
    }

    /// <summary>In Npgsql's form; holds the password.</summary>
    public string ConnectionString { get; }

    /// <summary>Of the role that may change the schema, without a pooler, in Npgsql's form; holds the password.</summary>
    public string OwnerConnectionString => _ownerConnectionString ?? _directConnectionString ?? ConnectionString;

    /// <summary>Whether <see cref="ConnectionString"/> leads through a pooler in transaction mode.</summary>
    public bool IsTransactionPooled => _directConnectionString is not null;

    /// <summary>The embedded cluster whose server this process started and keeps running; null when there is none.</summary>
    public EmbeddedCluster? OwnCluster => _cluster is { IsOwner: true } ? _cluster : null;

    /// <summary>Where the database is, without the password.</summary>
    public string Display { get; }

    /// <param name="options">The addresses.</param>
    /// <param name="baseDirectory">Base of an embedded cluster's relative folder.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StorageException">A certificate file is missing, or the embedded cluster cannot be started.</exception>
    public static async Task<PostgresAccess> OpenAsync(MetaOptions options, string baseDirectory, CancellationToken cancellationToken)
    {
        switch (options.PostgresUrl)
        {
            case PostgresAddress.Embedded(var directory):
                var place = new EmbeddedClusterOptions { Directory = Path.GetFullPath(directory, baseDirectory) };
                var cluster = await EmbeddedCluster.StartAsync(place, TimeProvider.System, cancellationToken);
                return new PostgresAccess(cluster.ConnectionString, options, cluster);
            case PostgresAddress.Server server:
                return new PostgresAccess(server.ToConnectionString(), options, null);
            default:
                throw new InvalidOperationException("meta.postgres_url has an unknown form.");
        }
    }

    /// <summary>The address for workers, in Npgsql's form, with the password. An embedded cluster has a role of its own for them, so call it after the migrations.</summary>
    /// <exception cref="StorageException">The server failed.</exception>
    public async Task<string> WorkerConnectionStringAsync(CancellationToken cancellationToken) =>
        _cluster is null ? ConnectionString : await _cluster.GrantToWorkersAsync(cancellationToken);

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

    /// <summary>Opens a connection pool that bypasses the pooler, for work that needs a session: leases and notifications.</summary>
    /// <exception cref="StorageException">The server is unusable; the message names cause and remedy.</exception>
    public Task<Database> OpenDirectAsync(int maxConnections, CancellationToken cancellationToken) =>
        OpenAsync(_directConnectionString ?? ConnectionString, maxConnections, cancellationToken);

    /// <summary>Opens a connection pool, without a pooler, as the role that may change the schema.</summary>
    /// <exception cref="StorageException">The server is unusable; the message names cause and remedy.</exception>
    public Task<Database> OpenAsOwnerAsync(int maxConnections, CancellationToken cancellationToken) =>
        OpenAsync(OwnerConnectionString, maxConnections, cancellationToken);

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static Task<Database> OpenAsync(string connectionString, int maxConnections, CancellationToken cancellationToken) =>
        Database.OpenAsync(new DatabaseOptions { ConnectionString = connectionString, MaxConnections = maxConnections }, cancellationToken);
}
