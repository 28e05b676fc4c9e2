using Npgsql;
using TemplateWorker.Storage.Runs.Statements;

namespace TemplateWorker.Storage.Runs;

/// <summary>
/// One connection with the prepared statements of a commit, and the arrays that they send. Used by one thread; after an
/// exception that is no <see cref="PostgresException"/> it is of no more use.
/// </summary>
internal sealed class CommitConnection : IDisposable
{
    // Read committed, so that each statement of a batch sees what was committed before it got the locks. The plans are
    // made once, maybe while a table is empty: without these nodes they are index lookups, which stay right when it grows.
    // Whoever holds a row for longer than the lock_timeout must not stop the commits of everybody else.
    private const string Settings = """
        set default_transaction_isolation = 'read committed';
        set plan_cache_mode = 'force_generic_plan';
        set enable_seqscan = off;
        set enable_hashjoin = off;
        set enable_mergejoin = off;
        set lock_timeout = '2s'
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _keysBatch;
    private readonly NpgsqlBatch _runsBatch;

    private CommitConnection(NpgsqlConnection connection)
    {
        _connection = connection;
        _keysBatch = Prepare(CommitKeys.Command(Group));
        _runsBatch = Prepare(CommitRuns.Command(Group));
    }

    /// <summary>The runs that the next <see cref="Execute"/> commits.</summary>
    public RunGroup Group { get; } = new();

    public static CommitConnection Open(NpgsqlDataSource source)
    {
        var connection = source.OpenConnection();
        try
        {
            using (var command = new NpgsqlCommand(Settings, connection))
            {
                command.ExecuteNonQuery();
            }

            return new CommitConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Commits <see cref="Group"/> in one transaction and one round trip.</summary>
    public GroupResult Execute()
    {
        var keysOnly = Group.IsKeysOnly;
        using var reader = (keysOnly ? _keysBatch : _runsBatch).ExecuteReader();
        reader.NextResult();
        reader.Read();
        var result = keysOnly ? CommitKeys.Read(reader) : CommitRuns.Read(reader);
        // The commit itself is reported behind the last row; a reader that is only disposed swallows its failure.
        reader.Close();
        return result;
    }

    public void Dispose()
    {
        _keysBatch.Dispose();
        _runsBatch.Dispose();
        _connection.Dispose();
    }

    private NpgsqlBatch Prepare(NpgsqlBatchCommand commit)
    {
        var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(LockTenants.Command(Group.Locks));
        batch.BatchCommands.Add(commit);
        batch.Prepare();
        return batch;
    }
}
