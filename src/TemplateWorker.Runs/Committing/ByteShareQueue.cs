using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// Commits the run of the tenant first that has committed the fewest bytes since it began to compete, so that a tenant with large commits gets no
/// more of the committer than one with less large ones.
/// </summary>
internal sealed class ByteShareQueue : ICommitQueue
{
    private readonly FairQueue<CommitRequest> _waiting = new();

    public int Count => _waiting.Count;

    public void Add(CommitRequest request) => _waiting.Add(request);

    public CommitRequest Peek() => _waiting.TryPeek(out var next) ? next : throw new InvalidOperationException("No run waits for its commit.");

    public CommitRequest Take()
    {
        var request = _waiting.TryTake(out var next) ? next : throw new InvalidOperationException("No run waits for its commit.");
        request.Session.CommittedBytes += request.Weight;
        return request;
    }
}
