using Npgsql;
using TemplateWorker.Storage.Committing.Parts;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing;

/// <summary>
/// Commits finished runs in groups: one transaction, one round trip. Each run is applied as a whole or not at all, and
/// one that is left out holds up none of its neighbours.
/// </summary>
/// <remarks>
/// <para>It owns one connection of the pool, opened at the first commit and again after it broke. Not safe for concurrent
/// use: one thread commits, and nothing else goes over its connection.</para>
/// <para>A group that the database undoes is looked into. A writer that ignored the tenants' locks while it was written:
/// the group is sent once more, and the statement then names the run at fault. A value that cannot be stored: the
/// group is halved until the run stands alone, so that a bad run among sixty-four costs a dozen commits. The halves are
/// transactions of their own.</para>
/// </remarks>
public sealed class RunCommitter(Database database) : IDisposable
{
    /// <summary>The most runs in one group. More would save little and make every run wait longer.</summary>
    public const int MaxGroup = 64;

    private const int Attempts = 2;

    private readonly Database _database = database;
    private CommitConnection? _connection;

    /// <summary>Commits a group.</summary>
    /// <param name="runs">At most <see cref="MaxGroup"/>, each of another tenant.</param>
    /// <exception cref="ArgumentException">The group is too large, names a tenant twice, or a run writes a key twice.</exception>
    /// <exception cref="StorageException">
    /// The database failed. Whether the runs of the group are committed is not known; when the exception is transient, the
    /// next commit connects anew.
    /// </exception>
    public GroupCommit Commit(IReadOnlyList<FinishedRun> runs)
    {
        if (runs.Count > MaxGroup)
        {
            throw new ArgumentException($"A group holds at most {MaxGroup} runs, was {runs.Count}.", nameof(runs));
        }

        RequireDistinctTenants(runs);
        var verdicts = new RunVerdict[runs.Count];
        var numbers = new List<int>(runs.Count);
        for (var number = 0; number < runs.Count; number++)
        {
            if (RunText.Fault(runs[number]) is { } fault)
            {
                verdicts[number] = new RunVerdict.Rejected(fault);
            }
            else
            {
                numbers.Add(number);
            }
        }

        if (numbers.Count > 0)
        {
            CommitPart(runs, numbers, verdicts);
        }

        return new GroupCommit(verdicts);
    }

    /// <summary>Gives the connection back.</summary>
    public void Dispose() => Disconnect();

    private static void RequireDistinctTenants(IReadOnlyList<FinishedRun> runs)
    {
        var tenants = new HashSet<TenantId>(runs.Count);
        foreach (var run in runs)
        {
            if (!tenants.Add(run.Tenant))
            {
                throw new ArgumentException($"A group holds one run per tenant, but two of {run.Tenant}.", nameof(runs));
            }
        }
    }

    private void CommitPart(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts)
    {
        var failure = TryCommit(runs, numbers, verdicts);
        for (var attempt = 1; attempt < Attempts && (failure?.Fault is CommitFault.Collision || IsUnblocked(failure)); attempt++)
        {
            failure = TryCommit(runs, numbers, verdicts);
        }

        if (failure is null)
        {
            return;
        }

        if (numbers.Count > 1)
        {
            var half = numbers.Count / 2;
            CommitPart(runs, numbers[..half], verdicts);
            CommitPart(runs, numbers[half..], verdicts);
            return;
        }

        verdicts[numbers[0]] = failure.Fault is CommitFault.Value
            ? new RunVerdict.Rejected(failure.Message)
            : RunVerdict.Stale.Instance;
    }

    private bool IsUnblocked(CommitFailure? failure) =>
        failure?.Fault is CommitFault.Blocked && Guarded(connection => connection.EndStalledSessions());

    /// <returns>Null when the verdicts are there; else why nothing was written.</returns>
    private CommitFailure? TryCommit(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts)
    {
        try
        {
            return Guarded(connection =>
            {
                connection.Group.Fill(runs, numbers);
                var result = connection.Execute();
                MarkCommitted(verdicts, numbers, connection.Group, runs, result);
                Mark(verdicts, result.LeftOut, RunVerdict.Stale.Instance);
                Mark(verdicts, result.AlreadyDone, RunVerdict.AlreadyDone.Instance);
                Mark(verdicts, result.Gone, RunVerdict.Gone.Instance);
                Mark(verdicts, result.SlotLost, RunVerdict.SlotLost.Instance);
                return (CommitFailure?)null;
            });
        }
        catch (PostgresException exception) when (CommitFailure.Of(exception) is { } failure)
        {
            return failure;
        }
    }

    /// <summary>Uses the connection, and gives it up when it breaks. Lets failures pass whose cause are the runs.</summary>
    private T Guarded<T>(Func<CommitConnection, T> work)
    {
        try
        {
            return work(_connection ??= CommitConnection.Open(_database));
        }
        catch (PostgresException exception) when (_connection is not null && CommitFailure.Of(exception) is not null)
        {
            throw;
        }
        catch (Exception exception)
        {
            var isConnected = _connection is not null;
            Disconnect();
            if (_database.Explain(exception, isConnected) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    private static void MarkCommitted(
        RunVerdict[] verdicts, List<int> numbers, RunGroup group, IReadOnlyList<FinishedRun> runs, GroupResult result)
    {
        Mark(verdicts, numbers, new RunVerdict.Committed(result.Version));
        var places = new Dictionary<int, RowPlace[]>();
        foreach (var (number, write, place) in group.PlacesIn(result))
        {
            if (!places.TryGetValue(number, out var ofRun))
            {
                places.Add(number, ofRun = new RowPlace[runs[number].Writes.Count]);
                verdicts[number] = new RunVerdict.Committed(result.Version) { Places = ofRun };
            }

            ofRun[write] = place;
        }
    }

    private static void Mark(RunVerdict[] verdicts, IReadOnlyList<int> numbers, RunVerdict verdict)
    {
        foreach (var number in numbers)
        {
            verdicts[number] = verdict;
        }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
