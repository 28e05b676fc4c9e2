using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Committing;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// The worker's only committer. Its thread takes every run that finished while the previous group was written and
/// writes them as one group: one run at low load, up to <see cref="RunCommitter.MaxGroup"/> under load, without waiting for more.
/// </summary>
/// <remarks>The queue is bounded by the number of tenants, because a tenant has at most one run in it.</remarks>
internal sealed partial class GroupCommitter : IDisposable
{
    private readonly RunCommitter _committer;
    private readonly Func<long> _losses;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Thread _thread;
    private List<CommitRequest> _waiting = [];
    private bool _stopping;
    private volatile bool _isBusy;

    /// <param name="committer">Disposed with this instance.</param>
    /// <param name="losses">How often connections were lost; runs that read anything before the last loss are not sent.</param>
    /// <param name="logger">For groups that fail.</param>
    public GroupCommitter(RunCommitter committer, Func<long> losses, ILogger<GroupCommitter> logger)
    {
        _committer = committer;
        _losses = losses;
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
        }
    }

    private bool TakeGroup(List<CommitRequest> group)
    {
        lock (_gate)
        {
            _isBusy = _waiting.Count > 0;
            while (_waiting.Count == 0)
            {
                if (_stopping)
                {
                    return false;
                }

                Monitor.Wait(_gate);
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
            foreach (var request in group)
            {
                CommitSettlement.Fail(request, fault);
            }

            return;
        }

        for (var i = 0; i < group.Count; i++)
        {
            CommitSettlement.Settle(group[i], commit.Verdicts[i]);
        }
    }
}
