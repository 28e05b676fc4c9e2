using Npgsql;
using TemplateWorker.Storage.Committing.Parts;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing;

/// <summary>
/// Tries to commit runs in one transaction, over one connection of the pool, which is opened at the first attempt and again after it
/// broke. Used by one thread.
/// </summary>
internal sealed class CommitAttempts(Database database) : IDisposable
{
    private CommitConnection? _connection;
    private long _lastUse;

    /// <summary>Tries the connection when it was idle for a moment, and gives it up when it does not answer.</summary>
    public void GiveUpDeadConnection()
    {
        if (_connection is null || Environment.TickCount64 - _lastUse < database.TrialAfter.TotalMilliseconds || _connection.Answers())
        {
            return;
        }

        var losses = _connection.Losses;
        Disconnect();
        database.DropConnections();
        database.NoteLostConnection(losses);
    }

    /// <summary>Commits the runs that have these numbers; a run's number is its place in <paramref name="runs"/>.</summary>
    /// <exception cref="StorageException">The database failed; whether the runs are committed is not known.</exception>
    /// <returns>Null when the verdicts are there; else why nothing was written.</returns>
    public CommitFailure? TryCommit(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts, TimeSpan patience)
    {
        try
        {
            return Guarded(connection =>
            {
                var outdated = numbers.FindAll(number => runs[number].Losses is { } losses && losses != connection.Losses);
                if (outdated.Count > 0)
                {
                    // They have read another server than the one that the connection leads to.
                    Mark(verdicts, outdated, RunVerdict.Stale.Instance);
                    numbers = [.. numbers.Except(outdated)];
                    if (numbers.Count == 0)
                    {
                        return null;
                    }
                }

                connection.Group.Fill(runs, numbers);
                var result = connection.Execute(patience);
                MarkCommitted(verdicts, numbers, connection.Group, runs, result);
                Mark(verdicts, result.LeftOut, RunVerdict.Stale.Instance);
                MarkQuotas(verdicts, result);
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

    /// <summary>Which of the tenants' locks of the last attempt another session holds.</summary>
    public HashSet<long> FindHeldTenants() => Guarded(connection => connection.FindHeldTenants());

    /// <summary>Ends the sessions of stopped processes that keep the tenants of the last attempt.</summary>
    /// <returns>Whether there was one.</returns>
    public bool EndStalledSessions() => Guarded(connection => connection.EndStalledSessions());

    /// <summary>Gives the connection back; the next attempt takes one again.</summary>
    public void GiveBackConnection() => Disconnect();

    public void Dispose() => Disconnect();

    /// <summary>Uses the connection, and gives it up when it breaks or may lead to a server that no longer serves. Lets failures pass whose cause are the runs.</summary>
    private T Guarded<T>(Func<CommitConnection, T> work)
    {
        var losses = database.Losses;
        if (_connection?.Losses != losses)
        {
            Disconnect();
        }

        try
        {
            var result = work(_connection ??= CommitConnection.Open(database));
            _lastUse = Environment.TickCount64;
            return result;
        }
        catch (PostgresException exception) when (_connection is not null && CommitFailure.Of(exception) is not null)
        {
            throw;
        }
        catch (Exception exception)
        {
            var isConnected = _connection is not null;
            losses = _connection?.Losses ?? losses;
            Disconnect();
            if (database.Explain(exception, isConnected, losses) is { } explained)
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

    private static void MarkQuotas(RunVerdict[] verdicts, GroupResult result)
    {
        foreach (var (number, use) in result.QuotaUses())
        {
            verdicts[number] = (verdicts[number], use) switch
            {
                (RunVerdict.Stale, { IsOver: true }) => new RunVerdict.OverQuota(use),
                (RunVerdict.Committed committed, { IsOver: false }) => committed with { Neared = [.. committed.Neared, use] },
                var (verdict, _) => verdict,
            };
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
