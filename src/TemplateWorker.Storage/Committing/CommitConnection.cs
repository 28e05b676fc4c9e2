using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Committing.Parts;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Committing;

/// <summary>
/// One connection with the prepared statements of a commit, and the arrays that they send. Used by one thread; after an
/// exception that is no <see cref="PostgresException"/> it is of no more use.
/// </summary>
internal sealed class CommitConnection : IDisposable
{
    /// <summary>Statements that are kept prepared. A template's habits make a handful; the bound is for the rest.</summary>
    private const int MaxPrepared = 64;

    private const int TrialSeconds = 2;

    // The session is read committed (SessionSettings), so that each statement of a batch sees what was committed before it got the
    // locks. The plans are made once, maybe while a table is empty: without these nodes they are index lookups, which stay right when it grows.
    // The statement looks rows up by lateral subqueries with a limit: of a plain join the planner would read all of the index
    // and keep that, when it believes that there is next to nothing in it.
    private const string Settings = """
        set plan_cache_mode = 'force_generic_plan';
        set enable_seqscan = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off;
        set jit = off
        """;

    private const string LockTimeout = "select set_config('lock_timeout', $1, false)";

    // The same for one transaction, where the next may run in another session. It is planned for its values each time.
    private const string LocalSettings = """
        select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true), set_config('lock_timeout', $1, true)
        """;

    // The isolation is said where the transaction begins: a setting of the session would stay with the pooler, and one inside of
    // the transaction comes after its first statement.
    private const string LocalBegin = "begin isolation level read committed";

    private readonly OwnSession _session;
    private readonly NpgsqlConnection _connection;
    private readonly bool _isPooled;
    private readonly Dictionary<int, NpgsqlBatch> _prepared = [];
    private TimeSpan _patience;

    private CommitConnection(OwnSession session, bool isPooled)
    {
        _session = session;
        _connection = session.Connection;
        _isPooled = isPooled;
    }

    /// <inheritdoc cref="OwnSession.Losses"/>
    public long Losses => _session.Losses;

    /// <summary>The runs that the next <see cref="Execute"/> commits.</summary>
    public RunGroup Group { get; } = new();

    public static CommitConnection Open(Database database)
    {
        var session = database.OpenSession();
        try
        {
            if (!database.IsTransactionPooled)
            {
                using var command = new NpgsqlCommand(Settings, session.Connection);
                command.ExecuteNonQuery();
            }

            return new CommitConnection(session, database.IsTransactionPooled);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Whether the server answers within two seconds. After false it is of no more use.</summary>
    public bool Answers()
    {
        try
        {
            using var trial = new NpgsqlCommand("select", _connection) { CommandTimeout = TrialSeconds };
            trial.ExecuteNonQuery();
            return true;
        }
        catch (Exception)
        {
            // Whatever the driver throws, nothing may be sent over it any more.
            return false;
        }
    }

    /// <summary>Commits <see cref="Group"/> in one transaction and one round trip.</summary>
    /// <param name="patience">How long it may wait for each lock. A change of it costs a round trip, unless transactions are pooled.</param>
    public GroupResult Execute(TimeSpan patience)
    {
        try
        {
            var batch = Prepared(patience);

            // A second more for each MiB: what a slow server needs to write it.
            batch.Timeout = _connection.CommandTimeout + (int)(Group.Weight >> 20);
            using var reader = batch.ExecuteReader();
            reader.NextResult();
            if (_isPooled)
            {
                reader.NextResult();
            }

            reader.Read();
            var result = CommitStatement.Read(reader);
            // The commit itself is reported behind the last row; a reader that is only disposed swallows its failure.
            reader.Close();
            StandbyConfirmation.Require(_connection);
            return result;
        }
        catch (PostgresException) when (_isPooled)
        {
            using var undo = new NpgsqlCommand("rollback", _connection);
            undo.ExecuteNonQuery();
            throw;
        }
    }

    /// <summary>Which of the locks of <see cref="Group"/> another session holds.</summary>
    public HashSet<long> FindHeldTenants() => TemplateWorker.Storage.Committing.FindHeldTenants.Execute(_connection, Group.Locks);

    /// <summary>Ends the sessions of stopped processes that keep the tenants of <see cref="Group"/>.</summary>
    /// <returns>Whether there was one.</returns>
    public bool EndStalledSessions() => TemplateWorker.Storage.Committing.EndStalledSessions.Execute(_connection, Group.Locks) > 0;

    public void Dispose()
    {
        foreach (var batch in _prepared.Values)
        {
            batch.Dispose();
        }

        _session.Dispose();
    }

    private NpgsqlBatch Prepared(TimeSpan patience)
    {
        var batch = Prepared();
        var text = patience.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        if (_isPooled)
        {
            batch.BatchCommands[1].Parameters[0].Value = text;
        }
        else if (patience != _patience)
        {
            using var command = new NpgsqlCommand(LockTimeout, _connection);
            command.Parameters.AddText(text);
            command.ExecuteNonQuery();
            _patience = patience;
        }

        return batch;
    }

    private NpgsqlBatch Prepared()
    {
        if (_prepared.TryGetValue(Group.Use, out var prepared))
        {
            return prepared;
        }

        if (_prepared.Count == MaxPrepared)
        {
            _connection.UnprepareAll();
            foreach (var batch in _prepared.Values)
            {
                batch.Dispose();
            }

            _prepared.Clear();
        }

        var parts = Group.UsedParts;
        var made = new NpgsqlBatch(_connection);
        if (_isPooled)
        {
            made.BatchCommands.Add(new NpgsqlBatchCommand(LocalBegin));
            made.BatchCommands.Add(new NpgsqlBatchCommand(LocalSettings) { Parameters = { new NpgsqlParameter() } });
        }

        made.BatchCommands.Add(parts.Any(part => part is EmittedEvents)
            ? LockTenants.CommandWithTransactionId(Group.Locks)
            : LockTenants.Command(Group.Locks));
        made.BatchCommands.Add(CommitStatement.Command(parts));
        if (_isPooled)
        {
            made.BatchCommands.Add(new NpgsqlBatchCommand("commit"));
        }
        else
        {
            made.Prepare();
        }

        _prepared.Add(Group.Use, made);
        return made;
    }
}
