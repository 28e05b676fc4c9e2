using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// The worker's only committer. Its thread takes every run that finished while the previous group was written and
/// writes them as one group: one run at low load, up to <see cref="RunCommitter.MaxGroup"/> under load, without waiting for more.
/// </summary>
/// <remarks>
/// <para>The queue is bounded by the number of tenants, because a tenant has at most one run in it.</para>
/// <para>Runs that a lock of another session blocks are kept aside and sent again by themselves, so that no other run waits for
/// them.</para>
/// </remarks>
internal sealed partial class GroupCommitter : IDisposable
{
    private readonly RunCommitter _committer;
    private readonly BlockedRequests _blocked;
    private readonly Func<long> _losses;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private List<CommitRequest> _waiting = [];
    private volatile bool _stopping;
    private volatile bool _isBusy;

    /// <param name="committer">Disposed with this instance.</param>
    /// <param name="losses">How often what was read may have gone; runs that read anything before the last time are not sent.</param>
    /// <param name="time">For how long a blocked run is sent again.</param>
    /// <param name="logger">For groups that fail.</param>
    public GroupCommitter(RunCommitter committer, Func<long> losses, TimeProvider time, ILogger<GroupCommitter> logger)
    {
        _committer = committer;
        _losses = losses;
        _blocked = new BlockedRequests(time);
        _logger = logger;
        _thread = new Thread(Run) { Name = "committer", IsBackground = true };
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

    /// <summary>Commits what is queued, then stops the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

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
        }

        while (_blocked.TakeAny(RunCommitter.MaxGroup) is { Count: > 0 } last)
        {
            Commit(last);
        }
    }

    /// <returns>False when the committer stops. The group is empty when it is time for a blocked run.</returns>
    private bool TakeGroup(List<CommitRequest> group)
    {
        var untilBlocked = _blocked.UntilNext;
        lock (_gate)
        {
            _isBusy = _waiting.Count > 0;
            while (_waiting.Count == 0)
            {
                if (_stopping)
                {
                    return false;
                }

                if (untilBlocked is not { } wait)
                {
                    Monitor.Wait(_gate);
                }
                else if (wait <= TimeSpan.Zero || !Monitor.Wait(_gate, wait))
                {
                    return true;
                }
            }

            var count = Math.Min(_waiting.Count, RunCommitter.MaxGroup);
            _isBusy = true;
            group.AddRange(_waiting[..count]);
            _waiting.RemoveRange(0, count);
            return true;
        }
    }

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

        for (var i = 0; i < group.Count; i++)
        {
            Settle(group[i], commit.Verdicts[i]);
        }
    }

    private void Settle(CommitRequest request, RunVerdict verdict)
    {
        if (verdict is not RunVerdict.Blocked blocked)
        {
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
