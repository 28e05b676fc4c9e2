using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Runs.Committing;

/// <summary>Runs that wait for their commit. Not thread-safe.</summary>
internal interface ICommitQueue
{
    int Count { get; }

    void Add(CommitRequest request);

    /// <summary>The next one.</summary>
    /// <exception cref="InvalidOperationException">None waits.</exception>
    CommitRequest Peek();

    /// <summary>Takes the next one out.</summary>
    /// <exception cref="InvalidOperationException">None waits.</exception>
    CommitRequest Take();
}
