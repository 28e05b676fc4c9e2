using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Measures;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// Commits runs on a thread of its own. It takes what finished while the previous group was written and writes it as one group: one run at low load, as
/// many as <see cref="CommitGroups"/> allows under load, without waiting for more.
/// </summary>
/// <remarks>
/// <para>The queue is bounded by the number of tenants, because a tenant has at most one run in it.</para>
/// <para>Runs that a lock of another session blocks are kept aside and sent again by themselves, so that no other run waits for
/// them.</para>
/// </remarks>
internal sealed partial class GroupCommitter : IDisposable
{
    private readonly RunCommitter _committer;
    private readonly ICommitQueue _waiting;
    private readonly BlockedRequests _blocked;
    private readonly Func<long> _losses;
    private readonly Action _actionsSent;
    private readonly DeliveryWatch _watch;
    private readonly RunMeasures _measures;
    private readonly TimeProvider _time;
    private readonly QuotaWarnings _warnings;
    private readonly ILogger _logger;
    private readonly TimeSpan? _keepsConnection;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private long? _lastCommit;
    private volatile bool _stopping;
    private volatile bool _isBusy;

    /// <param name="name">Of its thread.</param>
    /// <param name="committer">Disposed with this instance.</param>
    /// <param name="queue">The order of the runs. Used by this instance only.</param>
    /// <param name="keepsConnection">How long it keeps its connection without use; null for always.</param>
    /// <param name="parts">What all committers use.</param>
    public GroupCommitter(string name, RunCommitter committer, ICommitQueue queue, TimeSpan? keepsConnection, CommitterParts parts)
    {
        _committer = committer;
        _waiting = queue;
        _keepsConnection = keepsConnection;
        (_losses, _actionsSent, _watch, _measures) = (parts.Losses, parts.ActionsSent, parts.Watch, parts.Measures);
        (_time, _warnings, _logger) = (parts.Time, parts.Warnings, parts.Logger);
        _blocked = new BlockedRequests(parts.Time);
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether a request added now would have to wait. Any thread may read it.</summary>
    public bool IsBusy => _isBusy;

    public void Add(CommitRequest request)
    {
        lock (_gate)
        {
            _waiting.Add(request);
            if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Lets the thread end once what is queued is committed; does not wait for it.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Commits what is queued, then stops the thread.</summary>
    public void Dispose()
    {
        Stop();
        _thread.Join();
        _committer.Dispose();
    }

    private void Run()
    {
        var group = new List<CommitRequest>(RunCommitter.MaxGroup);
        while (TakeGroup(group))
        {
            Commit(group);
            group.Clear();
            Commit(_blocked.TakeDue(RunCommitter.MaxGroup));
            GiveBackUnusedConnection();
        }

        while (_blocked.TakeAny(RunCommitter.MaxGroup) is { Count: > 0 } last)
        {
            Commit(last);
        }
    }

    /// <returns>False when the committer stops. The group is empty when it is time for a blocked run, or to give the connection back.</returns>
    private bool TakeGroup(List<CommitRequest> group)
    {
        var untilDue = Least(_blocked.UntilNext, UntilUnused);
        lock (_gate)
        {
            _isBusy = _waiting.Count > 0;
            while (_waiting.Count == 0)
            {
                if (_stopping)
                {
                    return false;
                }

                if (untilDue is not { } wait)
                {
                    Monitor.Wait(_gate);
                }
                else if (wait <= TimeSpan.Zero || !Monitor.Wait(_gate, wait))
                {
                    return true;
                }
            }

            _isBusy = true;
            CommitGroups.Fill(group, _waiting);
            return true;
        }
    }

    /// <summary>How long until the connection counts as unused; null when it is kept, or was given back.</summary>
    private TimeSpan? UntilUnused => _lastCommit is { } last ? _keepsConnection - _time.GetElapsedTime(last) : null;

    private void GiveBackUnusedConnection()
    {
        if (UntilUnused <= TimeSpan.Zero)
        {
            _committer.GiveBackConnection();
            _lastCommit = null;
        }
    }

    private static TimeSpan? Least(TimeSpan? one, TimeSpan? other) => one < other || other is null ? one : other;

    private void Commit(List<CommitRequest> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        // Before the losses are read: what rests on the time before a loss is repeated, and its caller needs not be told.
        _committer.GiveUpDeadConnection();
        var losses = _losses();
        var outdated = group.FindAll(request => request.Losses != losses);
        outdated.ForEach(CommitSettlement.Restart);
        group.RemoveAll(outdated.Contains);
        if (group.Count == 0)
        {
            return;
        }

        GroupCommit commit;
        var began = _time.GetTimestamp();
        try
        {
            commit = _committer.Commit(group.ConvertAll(request => request.Run));
        }
        catch (StorageException fault)
        {
            Log.GroupFailed(_logger, group.Count, fault.Message);
            Fail(group, fault);
            return;
        }
        catch (Exception defect)
        {
            // An unhandled exception on this thread would end the worker, and all its tenants' runs with it.
            Log.Defect(_logger, defect, group.Count);
            var message = $"The worker failed inside while it committed: {defect.GetType().Name}.";
            Fail(group, new StorageException(StorageFault.Unexpected, message, defect));
            return;
        }
        finally
        {
            _lastCommit = _time.GetTimestamp();
            _measures.NoteCommit(group.Count, _time.GetElapsedTime(began, _lastCommit.Value));
        }

        if (group.Exists(request => request.Run.Actions.Count > 0))
        {
            _actionsSent();
        }

        _watch.Note(group, commit.Verdicts);

        for (var i = 0; i < group.Count; i++)
        {
            Settle(group[i], commit.Verdicts[i]);
        }
    }

    private void Settle(CommitRequest request, RunVerdict verdict)
    {
        if (verdict is RunVerdict.Committed { Neared: { Count: > 0 } neared })
        {
            _warnings.Note(request.Run.Tenant, neared);
        }

        if (verdict is not RunVerdict.Blocked blocked)
        {
            _measures.NoteVerdict(request.Run, verdict);
            CommitSettlement.Settle(request, verdict);
        }
        else if (_stopping || !_blocked.TryHold(request, blocked.RetryAfter))
        {
            CommitSettlement.Fail(request, new StorageException(
                StorageFault.LockNotAvailable,
                "Another session of the database holds a row or lock of this tenant, so nothing was written. Try again when it has let go."));
        }
    }

    private static void Fail(List<CommitRequest> group, StorageException fault)
    {
        foreach (var request in group)
        {
            CommitSettlement.Fail(request, fault);
        }
    }
}
