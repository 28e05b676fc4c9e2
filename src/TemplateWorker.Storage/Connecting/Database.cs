using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>
/// A pool of connections to one PostgreSQL database, whose version has been checked. Safe for concurrent use. The caller that opens
/// it disposes it.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>The oldest server that everything here works on, as <c>server_version_num</c> counts: 12.0.</summary>
    public const int OldestServerVersion = 120_000;

    // A worker has fewer than a hundred distinct statements; those used twice on a connection are prepared there.
    private const int PreparedStatementsPerConnection = 128;

    private static readonly TimeSpan HandshakeGrace = TimeSpan.FromSeconds(1);

    private readonly ConnectionTarget _target;
    private long _losses;

    private Database(NpgsqlDataSource source, ConnectionTarget target, bool isTransactionPooled)
    {
        Source = source;
        _target = target;
        IsTransactionPooled = isTransactionPooled;
    }

    /// <summary>Whether each transaction may run in another session of the server.</summary>
    public bool IsTransactionPooled { get; }

    /// <summary>The server's version as <c>server_version_num</c> counts, such as 150018 for 15.18.</summary>
    public int ServerVersion { get; private set; }

    /// <summary>
    /// Grows whenever a connection was lost, or the server turned out to be another one. What was read before may be gone since, and numbers
    /// that were given may be given again: a standby may have taken over without the last transactions.
    /// </summary>
    public long Losses => Interlocked.Read(ref _losses);

    /// <summary>The connections. What they throw goes through <see cref="Explain"/> before it leaves the library.</summary>
    internal NpgsqlDataSource Source { get; }

    /// <summary>Makes the pool, connects once, and checks that the server is one we can work with.</summary>
    /// <exception cref="StorageException">The options are not understood, the server cannot be reached, does not let us in, or is too old.</exception>
    public static async Task<Database> OpenAsync(DatabaseOptions options, CancellationToken cancellationToken)
    {
        var connection = ReadConnectionString(options);
        var database = new Database(ConnectionPool.Build(connection), ConnectionTarget.Of(connection), options.IsTransactionPooled);
        try
        {
            database.ServerVersion = await database.ConnectFirstAsync(TimeSpan.FromSeconds(connection.Timeout), cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Closes the idle connections now, and those in use when they are returned. For when other connections to the same
    /// server were lost, so that no request fails just to discover it.
    /// </summary>
    public void DropConnections() => Source.Clear();

    /// <summary>Counts a loss that no connection of this pool has noticed.</summary>
    internal void NoteLoss() => Interlocked.Increment(ref _losses);

    /// <summary>Closes the idle connections; those in use close when they are returned.</summary>
    public ValueTask DisposeAsync() => Source.DisposeAsync();

    /// <summary>Runs work on a pooled connection.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    internal async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var isConnected = false;
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken);
            isConnected = true;
            return await work(connection, cancellationToken);
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            if (Explain(exception, isConnected) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Runs work on a pooled connection and waits for it, on the calling thread.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    internal T Use<T>(Func<NpgsqlConnection, T> work)
    {
        var isConnected = false;
        try
        {
            using var connection = Source.OpenConnection();
            isConnected = true;
            return work(connection);
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            if (Explain(exception, isConnected) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>Prepares a batch in its connection's session, unless its next transaction runs in another one.</summary>
    internal Task PrepareAsync(NpgsqlBatch batch, CancellationToken cancellationToken) =>
        IsTransactionPooled ? Task.CompletedTask : batch.PrepareAsync(cancellationToken);

    /// <summary>Explains what a connection of <see cref="Source"/> threw, or returns null when the database is not the cause.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="isConnected">Whether the connection had been there already.</param>
    internal StorageException? Explain(Exception exception, bool isConnected)
    {
        var explained = FaultExplanation.Explain(exception, _target, isConnected);
        if (explained is { IsLoss: true })
        {
            NoteLoss();
        }

        return explained;
    }

    // The driver's own connect time-out does not cover the TLS handshake, in which a stalled server would hold us for ever.
    private async Task<int> ConnectFirstAsync(TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(
            connectTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : connectTimeout + HandshakeGrace);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await UseAsync(ServerVersionCheck.ExecuteAsync, linked.Token);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw DriverFault.Explain(new TimeoutException(exception.Message), _target, isConnected: false);
        }
    }

    private static NpgsqlConnectionStringBuilder ReadConnectionString(DatabaseOptions options)
    {
        if (options.MaxConnections < 2)
        {
            throw new StorageException(
                StorageFault.AddressInvalid, $"A database needs at least 2 connections, was given {options.MaxConnections}.");
        }

        try
        {
            var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                MaxPoolSize = options.MaxConnections,
                MaxAutoPrepare = PreparedStatementsPerConnection,
                AutoPrepareMinUsages = 2,
                Enlist = false,
            };
            connection.ApplicationName ??= options.ApplicationName;
            if (options.IsTransactionPooled)
            {
                // A statement prepared in one session is unknown in the next, and there is nothing of a session to reset.
                connection.MaxAutoPrepare = 0;
                connection.NoResetOnClose = true;
            }

            return connection;
        }
        catch (ArgumentException exception)
        {
            // The driver's message names the keyword; its inner ones may hold the value, so they stay behind.
            throw new StorageException(StorageFault.AddressInvalid, $"The connection string is not understood: {exception.Message}");
        }
    }
}
