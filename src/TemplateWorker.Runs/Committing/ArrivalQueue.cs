using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Runs.Committing;

/// <summary>Commits runs in the order in which they ended.</summary>
internal sealed class ArrivalQueue : ICommitQueue
{
    private readonly Queue<CommitRequest> _waiting = new();

    public int Count => _waiting.Count;

    public void Add(CommitRequest request) => _waiting.Enqueue(request);

    public CommitRequest Peek() => _waiting.Peek();

    public CommitRequest Take() => _waiting.Dequeue();
}
