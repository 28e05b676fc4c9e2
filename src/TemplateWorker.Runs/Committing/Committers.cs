using TemplateWorker.Runs.Scheduling;
using TemplateWorker.Storage.Committing;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// A worker's two committers: one for small runs, whose groups pass quickly, and one for big runs, each with a thread and a connection of its own,
/// so that no small run waits behind a big one (docs/adr/0011). Thread-safe.
/// </summary>
/// <remarks>A tenant has one commit at a time, so that two groups that are written at the same time never have a tenant in common.</remarks>
internal sealed class Committers : IDisposable
{
    /// <summary>How long the committer of big runs keeps its connection without use.</summary>
    private static readonly TimeSpan BigKeepsConnection = TimeSpan.FromSeconds(5);

    private readonly GroupCommitter _small;
    private readonly GroupCommitter _big;

    /// <param name="small">Commits small runs. Disposed with this instance.</param>
    /// <param name="big">Commits big runs. Disposed with this instance.</param>
    /// <param name="parts">What both use.</param>
    public Committers(RunCommitter small, RunCommitter big, CommitterParts parts)
    {
        _small = new GroupCommitter("committer", small, new ArrivalQueue(), keepsConnection: null, parts);
        _big = new GroupCommitter("big-committer", big, new ByteShareQueue(), BigKeepsConnection, parts);
    }

    /// <summary>Whether a small run that is added now would have to wait. Any thread may read it.</summary>
    public bool IsBusy => _small.IsBusy;

    public void Add(CommitRequest request) => (request.Weight > CommitGroups.BigBytes ? _big : _small).Add(request);

    /// <summary>Commits what is queued, then stops the threads.</summary>
    public void Dispose()
    {
        _big.Stop();
        _small.Dispose();
        _big.Dispose();
    }
}
