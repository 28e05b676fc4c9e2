using System.Data.Common;
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

    /// <summary>
    /// How long a statement may take, unless it says otherwise. A connection whose network is frozen so costs its own work ten seconds
    /// with the two that the driver waits for the answer to its cancellation.
    /// </summary>
    public static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan HandshakeGrace = TimeSpan.FromSeconds(1);

    private readonly ConnectionPool _pool;
    private readonly ConnectionTarget _target;
    private readonly NpgsqlConnection? _transaction;

    private Database(ConnectionPool pool, ConnectionTarget target, DatabaseOptions options)
    {
        _pool = pool;
        _target = target;
        IsTransactionPooled = options.IsTransactionPooled;
        QueueFloors = new QueueFloors(options.Time, () => pool.Losses.Value);
    }

    private Database(Database database, NpgsqlConnection transaction)
    {
        (_pool, _target, _transaction) = (database._pool, database._target, transaction);
        (IsTransactionPooled, ServerVersion, Doubts, QueueFloors) =
            (database.IsTransactionPooled, database.ServerVersion, database.Doubts, database.QueueFloors);
    }

    /// <summary>Whether each transaction may run in another session of the server.</summary>
    public bool IsTransactionPooled { get; }

    /// <summary>The server's version as <c>server_version_num</c> counts, such as 150018 for 15.18.</summary>
    public int ServerVersion { get; private set; }

    /// <summary>What of the server's settings makes a confirmed write less than durable, for the log; empty when it is durable.</summary>
    public IReadOnlyList<string> Doubts { get; private set; } = [];

    /// <summary>
    /// Grows whenever a new connection leads to another server than those before, or to the same one after a restart; through a pooler
    /// whenever a connection was lost. What was read before may be gone since, and numbers that were given may be given again: a standby may
    /// have taken over without the last transactions.
    /// </summary>
    public long Losses => _pool.Losses.Value;

    /// <summary>Where counts of tenants' queues begin.</summary>
    internal QueueFloors QueueFloors { get; }

    /// <summary>Makes the pool, connects once, and checks that the server is one we can work with.</summary>
    /// <exception cref="StorageException">
    /// The options are not understood; the server cannot be reached, does not let us in, is too old, or stores text in another encoding
    /// than UTF8; or a pooler in transaction mode is in between that the options do not mention.
    /// </exception>
    public static async Task<Database> OpenAsync(DatabaseOptions options, CancellationToken cancellationToken)
    {
        var connection = ReadConnectionString(options);
        if (options.IsTransactionPooled)
        {
            return await OpenAsync(connection, options, cancellationToken);
        }

        var withOptions = new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            Options = $"{connection.Options} {SessionSettings.StartOptions}".TrimStart(),
        };
        try
        {
            return await OpenAsync(withOptions, options, cancellationToken);
        }
        catch (StorageException refusal) when (refusal.SqlState == SqlState.ProtocolViolation)
        {
            // PgBouncer's words for a parameter of the session's start that it does not take. The settings are applied afterwards, too.
            return await OpenAsync(connection, options, cancellationToken);
        }
    }

    /// <summary>
    /// Closes the idle connections now, and those in use when they are returned. For when other connections to the same
    /// server were lost, so that no request fails just to discover it.
    /// </summary>
    public void DropConnections() => _pool.Clear();

    /// <summary>After how long without use a connection is tried before it is used again.</summary>
    internal TimeSpan TrialAfter => _pool.TrialAfter;

    /// <summary>For when the server takes no writes any more: the next connections go to the one that does, where several are known.</summary>
    internal void LeaveServer() => _pool.LeaveServer();

    /// <summary>For when a connection that its user keeps was found dead.</summary>
    /// <param name="losses"><see cref="Losses"/> when the connection was there.</param>
    internal void NoteLostConnection(long losses) => _pool.Losses.NoteConnection(losses);

    /// <summary>Counts a loss that no connection of this pool has noticed.</summary>
    internal void NoteLoss() => _pool.Losses.Note(Losses);

    /// <summary>Closes the idle connections; those in use close when they are returned.</summary>
    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    /// <summary>Runs work on a pooled connection.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    internal async Task<T> UseAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_transaction is not null)
        {
            // What it throws is explained where the transaction was begun.
            return await work(_transaction, cancellationToken);
        }

        var isConnected = false;
        var losses = Losses;
        try
        {
            await using var connection = await _pool.OpenAsync(cancellationToken);
            (isConnected, losses) = (true, Losses);
            var result = await work(connection, cancellationToken);
            StandbyConfirmation.Require(connection);
            return result;
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            if (Explain(exception, isConnected, losses) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>
    /// Runs work in one transaction, which is committed when the work is done: that of the connection, and all asynchronous work of the database
    /// that it is given. The work begins no transaction of its own.
    /// </summary>
    /// <exception cref="StorageException">The database failed; nothing was changed.</exception>
    internal Task<T> TransactAsync<T>(Func<Database, NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        UseAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                var result = await work(new Database(this, connection), connection, token);
                await transaction.CommitAsync(token);
                return result;
            },
            cancellationToken);

    /// <summary>Runs work on a pooled connection and waits for it, on the calling thread.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    internal T Use<T>(Func<NpgsqlConnection, T> work)
    {
        var isConnected = false;
        var losses = Losses;
        try
        {
            using var connection = _pool.Open();
            (isConnected, losses) = (true, Losses);
            var result = work(connection);
            StandbyConfirmation.Require(connection);
            return result;
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            if (Explain(exception, isConnected, losses) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>
    /// Takes a connection for long, whose session its user may change. What this and the connection throw goes through
    /// <see cref="Explain"/> before it leaves the library.
    /// </summary>
    internal async Task<OwnSession> OpenSessionAsync(CancellationToken cancellationToken) => new(await _pool.OpenAsync(cancellationToken), _pool);

    /// <inheritdoc cref="OpenSessionAsync"/>
    internal OwnSession OpenSession() => new(_pool.Open(), _pool);

    /// <summary>
    /// Prepares a statement in its connection's session, unless its next transaction runs in another one: one round trip at the first
    /// use in a session. For what is executed for every event; other statements are not worth their place in the session.
    /// </summary>
    /// <remarks>
    /// The driver's own preparation is off. It takes place while a statement is executed, and when that execution fails over a
    /// value, the connection is out of step for the next request, of any tenant (https://github.com/npgsql/npgsql/issues/6391).
    /// </remarks>
    internal Task PrepareAsync(NpgsqlBatch batch, CancellationToken cancellationToken) =>
        IsTransactionPooled ? Task.CompletedTask : batch.PrepareAsync(cancellationToken);

    /// <inheritdoc cref="PrepareAsync(NpgsqlBatch, CancellationToken)"/>
    internal Task PrepareAsync(NpgsqlCommand command, CancellationToken cancellationToken) =>
        IsTransactionPooled ? Task.CompletedTask : command.PrepareAsync(cancellationToken);

    /// <inheritdoc cref="PrepareAsync(NpgsqlBatch, CancellationToken)"/>
    internal void Prepare(NpgsqlCommand command)
    {
        if (!IsTransactionPooled)
        {
            command.Prepare();
        }
    }

    /// <summary>Explains what a connection threw, or returns null when the database is not the cause.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="isConnected">Whether the connection had been there already.</param>
    /// <param name="losses"><see cref="Losses"/> when it was there, or when it was asked for.</param>
    internal StorageException? Explain(Exception exception, bool isConnected, long losses)
    {
        var explained = FaultExplanation.Explain(exception, _target, isConnected);
        if (explained is { IsLoss: true })
        {
            _pool.Losses.NoteConnection(losses);
        }

        if (explained is { Fault: StorageFault.ReadOnly })
        {
            LeaveServer();
        }

        return explained;
    }

    private static async Task<Database> OpenAsync(
        NpgsqlConnectionStringBuilder connection, DatabaseOptions options, CancellationToken cancellationToken)
    {
        var pool = ConnectionPool.Build(connection, hasSessions: !options.IsTransactionPooled, options.TrialAfter);
        var database = new Database(pool, ConnectionTarget.Of(connection), options);
        try
        {
            var server = await database.ConnectFirstAsync(TimeSpan.FromSeconds(connection.Timeout), cancellationToken);
            server.Require(database._target, options.IsTransactionPooled);
            if (!options.IsTransactionPooled && await PoolerProbe.FindsAsync(pool, cancellationToken))
            {
                throw PoolerProbe.Refusal(database._target);
            }

            database.ServerVersion = server.Version;
            database.Doubts = server.Doubts;
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    // The driver's own connect time-out does not cover the TLS handshake, in which a stalled server would hold us for ever.
    private async Task<ServerSurvey> ConnectFirstAsync(TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(
            connectTimeout == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : connectTimeout + HandshakeGrace);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await UseAsync(ServerSurvey.ExecuteAsync, linked.Token);
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
                MaxAutoPrepare = 0,
                // Who changes a session cleans it up (OwnSession). A reset in front of each transaction costs a tenth of its time.
                NoResetOnClose = true,
                Enlist = false,
            };
            connection.ApplicationName ??= options.ApplicationName;
            // The driver's builder has each of its keywords, whether it was given or not.
            if (!new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }.ContainsKey("Command Timeout"))
            {
                connection.CommandTimeout = (int)StatementLimit.TotalSeconds;
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
