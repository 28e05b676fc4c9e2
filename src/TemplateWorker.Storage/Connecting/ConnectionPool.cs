using System.Collections.Concurrent;
using Npgsql;

namespace TemplateWorker.Storage.Connecting;

/// <summary>The driver's pool, which hands out only connections that answer. Safe for concurrent use.</summary>
/// <remarks>
/// A server or a proxy that restarted, or an idle limit of theirs, leaves connections in the pool that fail at the next statement,
/// and whether that statement had an effect is unknown. So a connection that was idle for a moment is tried before it is used; one
/// that does not answer within two seconds is replaced, and the other idle ones with it.
/// </remarks>
internal sealed class ConnectionPool : IAsyncDisposable
{
    private const int TrialSeconds = 2;

    // What the driver knows of each of several hosts holds until there is evidence against it. Its own term of ten seconds is too
    // long after a failover, and too short for a host that does not come back: whenever it ends, every request waits for that host.
    private static readonly TimeSpan HostStateTerm = TimeSpan.FromDays(1);

    private readonly NpgsqlDataSource _source;
    private readonly int _size;
    private readonly TimeSpan _trialAfter;

    // By the number of the server's process, which the driver knows without asking.
    private readonly ConcurrentDictionary<int, long> _lastUse = [];

    private ConnectionPool(NpgsqlDataSource source, LossCount losses, int size, TimeSpan trialAfter)
    {
        _trialAfter = trialAfter;
        _source = source;
        _size = size;
        Losses = losses;
        losses.Counting = Clear;
    }

    /// <summary>What connections have told of the server.</summary>
    public LossCount Losses { get; }

    /// <summary>After how long without use a connection is tried before it is used again.</summary>
    public TimeSpan TrialAfter => _trialAfter;

    /// <summary>Makes a pool; connects to nothing yet.</summary>
    /// <param name="connection">The settings, with all bounds.</param>
    /// <param name="hasSessions">Whether a connection keeps its session, and so may have settings of ours.</param>
    /// <param name="trialAfter">After how long without use a connection is tried before it is used again.</param>
    /// <remarks>Without a password in the settings, an empty one keeps the driver from reading a password file.</remarks>
    public static ConnectionPool Build(NpgsqlConnectionStringBuilder connection, bool hasSessions, TimeSpan trialAfter)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { HostRecheckSeconds = (int)HostStateTerm.TotalSeconds };
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (string.IsNullOrEmpty(connection.Password))
        {
            builder.UsePasswordProvider(_ => "", (_, _) => ValueTask.FromResult(""));
        }

        var losses = new LossCount(isTold: hasSessions);
        if (hasSessions)
        {
            builder.UsePhysicalConnectionInitializer(
                opened => losses.Meet(SessionSettings.Apply(opened)), async opened => losses.Meet(await SessionSettings.ApplyAsync(opened)));
        }

        return new ConnectionPool(builder.Build(), losses, connection.MaxPoolSize, trialAfter);
    }

    /// <summary>Takes a connection out of the pool, or opens one.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await TakeAsync(cancellationToken);
            var losses = Losses.Value;
            if (IsFresh(connection) || await AnswersAsync(connection, losses, cancellationToken))
            {
                StandbyConfirmation.Watch(connection);
                return connection;
            }
        }
    }

    /// <inheritdoc cref="OpenAsync"/>
    public NpgsqlConnection Open()
    {
        while (true)
        {
            var connection = Take();
            var losses = Losses.Value;
            if (IsFresh(connection) || Answers(connection, losses))
            {
                StandbyConfirmation.Watch(connection);
                return connection;
            }
        }
    }

    /// <summary>Closes the idle connections now, and those in use when they are returned.</summary>
    public void Clear() => _source.Clear();

    /// <summary>Leaves a server that takes no writes any more: its connections are closed, and of several hosts each is asked again.</summary>
    public void LeaveServer()
    {
        ForgetHosts();
        Clear();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<NpgsqlConnection> TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException fault) when (!HasWaited(fault) && ForgetHosts())
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
    }

    private NpgsqlConnection Take()
    {
        try
        {
            return _source.OpenConnection();
        }
        catch (NpgsqlException fault) when (!HasWaited(fault) && ForgetHosts())
        {
            return _source.OpenConnection();
        }
    }

    // For a host that does not answer, or for a connection in use: that is not done twice.
    private static bool HasWaited(Exception fault) => fault is TimeoutException || (fault.InnerException is { } cause
        && (cause is AggregateException hosts ? hosts.InnerExceptions.Any(HasWaited) : HasWaited(cause)));

    // A host that was down or a standby may have become the one that takes writes.
    private bool ForgetHosts()
    {
        if (_source is not NpgsqlMultiHostDataSource hosts)
        {
            return false;
        }

        hosts.ClearDatabaseStates();
        return true;
    }

    // A connection that is not known yet was just opened.
    private bool IsFresh(NpgsqlConnection connection)
    {
        if (_lastUse.Count > 4 * _size)
        {
            _lastUse.Clear();
        }

        var now = Environment.TickCount64;
        var isFresh = !_lastUse.TryGetValue(connection.ProcessID, out var last) || now - last < _trialAfter.TotalMilliseconds;
        _lastUse[connection.ProcessID] = now;
        return isFresh;
    }

    private async Task<bool> AnswersAsync(NpgsqlConnection connection, long losses, CancellationToken cancellationToken)
    {
        try
        {
            await using var trial = Trial(connection);
            await trial.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            Clear();
            Losses.NoteConnection(losses);
            return false;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private bool Answers(NpgsqlConnection connection, long losses)
    {
        try
        {
            using var trial = Trial(connection);
            trial.ExecuteNonQuery();
            return true;
        }
        catch (NpgsqlException)
        {
            connection.Dispose();
            Clear();
            Losses.NoteConnection(losses);
            return false;
        }
    }

    private static NpgsqlCommand Trial(NpgsqlConnection connection) => new("select", connection) { CommandTimeout = TrialSeconds };
}
