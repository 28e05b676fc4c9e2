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
/// the group is sent once more, and the statement then names the run at fault. A value that cannot be stored, or a row that
/// another session holds: the group is halved until the run stands alone, so that a bad run among sixty-four costs a dozen
/// commits. The halves are transactions of their own.</para>
/// <para>The tenant of a run that was refused or blocked commits alone and behind the others until one of its runs is
/// committed, so that it costs them no second search.</para>
/// </remarks>
public sealed class RunCommitter : IDisposable
{
    /// <summary>The most runs in one group. More would save little and make every run wait longer.</summary>
    public const int MaxGroup = 64;

    private const int Attempts = 2;

    /// <summary>How long a group waits for a lock. Writers of ours hold one for milliseconds.</summary>
    private static readonly TimeSpan PatienceOfGroup = TimeSpan.FromMilliseconds(50);

    /// <summary>How long each half waits in the search for the run that is blocked: the lock was not free for long enough already.</summary>
    private static readonly TimeSpan PatienceOfSearch = TimeSpan.FromMilliseconds(10);

    private readonly CommitAttempts _attempts;
    private readonly SuspectTenants _suspects;
    private readonly TimeSpan _patience;

    /// <summary>Makes a committer that connects at its first commit.</summary>
    /// <param name="database">Whose pool it takes one connection of.</param>
    public RunCommitter(Database database)
        : this(database, TimeProvider.System, PatienceOfGroup)
    {
    }

    /// <summary>For tests, which need another clock or more patience.</summary>
    internal RunCommitter(Database database, TimeProvider time, TimeSpan? patience = null)
    {
        _attempts = new CommitAttempts(database);
        _suspects = new SuspectTenants(time);
        _patience = patience ?? PatienceOfGroup;
    }

    /// <summary>
    /// Finds out, before a commit, whether the connection was lost while it was idle, as by a restart of a pooler. Such a loss is counted
    /// (<see cref="Database.Losses"/>), and the next commit connects anew. Sends nothing when the connection was in use a moment ago.
    /// </summary>
    public void GiveUpDeadConnection() => _attempts.GiveUpDeadConnection();

    /// <summary>Gives the connection back to the pool, for a committer that has nothing to do. The next commit takes one again.</summary>
    public void GiveBackConnection() => _attempts.GiveBackConnection();

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
        List<int> together = [];
        List<int> alone = [];
        for (var number = 0; number < runs.Count; number++)
        {
            if (RunText.Fault(runs[number]) is { } fault)
            {
                verdicts[number] = new RunVerdict.Rejected(fault);
            }
            else
            {
                (_suspects.Contains(runs[number].Tenant) ? alone : together).Add(number);
            }
        }

        if (together.Count > 0)
        {
            CommitTogether(runs, together, verdicts);
        }

        CommitAlone(runs, alone, verdicts);
        return new GroupCommit(verdicts);
    }

    /// <summary>Gives the connection back.</summary>
    public void Dispose() => _attempts.Dispose();

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

    private void CommitTogether(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts)
    {
        try
        {
            CommitPart(runs, numbers, verdicts, _patience);
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            // One of the runs may be what the error comes from; the next time each shows it alone.
            numbers.ForEach(number => _suspects.NoteRefused(runs[number].Tenant));
            throw;
        }
    }

    // At most one of them waits in vain, because the verdicts of all the others wait with it.
    private void CommitAlone(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts)
    {
        var hasWaited = false;
        foreach (var number in numbers)
        {
            var tenant = runs[number].Tenant;
            var wait = _suspects.UntilTry(tenant);
            if (wait > TimeSpan.Zero || hasWaited)
            {
                verdicts[number] = new RunVerdict.Blocked(wait);
                continue;
            }

            try
            {
                CommitPart(runs, [number], verdicts, _suspects.PatienceFor(tenant));
            }
            catch (Exception exception) when (exception is not StorageException)
            {
                verdicts[number] = new RunVerdict.Rejected($"The worker failed inside while it committed the run: {exception.GetType().Name}.");
            }

            hasWaited = verdicts[number] is RunVerdict.Blocked;
            if (verdicts[number] is RunVerdict.Committed)
            {
                _suspects.Forgive(tenant);
            }
        }
    }

    private void CommitPart(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts, TimeSpan patience)
    {
        var failure = _attempts.TryCommit(runs, numbers, verdicts, patience);
        for (var attempt = 1; attempt < Attempts && (failure?.Fault is CommitFault.Collision || IsUnblocked(failure)); attempt++)
        {
            failure = _attempts.TryCommit(runs, numbers, verdicts, patience);
        }

        if (failure is null)
        {
            return;
        }

        if (numbers.Count == 1)
        {
            verdicts[numbers[0]] = Conclude(runs[numbers[0]].Tenant, failure);
            return;
        }

        if (failure.Fault is CommitFault.Blocked)
        {
            patience = TimeSpan.FromTicks(Math.Min(patience.Ticks, PatienceOfSearch.Ticks));
            if (PutHeldAside(runs, numbers, verdicts) is { } others)
            {
                if (others.Count > 0)
                {
                    CommitPart(runs, others, verdicts, patience);
                }

                return;
            }
        }

        var half = numbers.Count / 2;
        CommitPart(runs, numbers[..half], verdicts, patience);
        CommitPart(runs, numbers[half..], verdicts, patience);
    }

    /// <summary>Gives the runs whose tenants' locks are held their verdicts.</summary>
    /// <returns>The other runs; null when no tenant's lock is held.</returns>
    private List<int>? PutHeldAside(IReadOnlyList<FinishedRun> runs, List<int> numbers, RunVerdict[] verdicts)
    {
        var held = _attempts.FindHeldTenants();
        if (held.Count == 0)
        {
            return null;
        }

        List<int> others = [];
        foreach (var number in numbers)
        {
            if (held.Contains(TenantLock.KeyOf(runs[number].Tenant)))
            {
                verdicts[number] = new RunVerdict.Blocked(_suspects.NoteBlocked(runs[number].Tenant));
            }
            else
            {
                others.Add(number);
            }
        }

        return others;
    }

    private RunVerdict Conclude(TenantId tenant, CommitFailure failure)
    {
        switch (failure.Fault)
        {
            case CommitFault.Blocked:
                return new RunVerdict.Blocked(_suspects.NoteBlocked(tenant));
            case CommitFault.Value:
                _suspects.NoteRefused(tenant);
                return new RunVerdict.Rejected(failure.Message);
            default:
                return RunVerdict.Stale.Instance;
        }
    }

    private bool IsUnblocked(CommitFailure? failure) =>
        failure?.Fault is CommitFault.Blocked && _attempts.EndStalledSessions();
}
