using TemplateWorker.Runs.Calls;

namespace TemplateWorker.Runs.Queueing;

/// <summary>Work that waits for its tenant's turn on a script thread.</summary>
internal abstract class TenantWork(ulong callId) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public ulong CallId { get; } = callId;

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Requests cancellation. A commit under way is not undone.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Answers that the work was not done.</summary>
    public abstract void Refuse(EventRefusal reason, string message);

    public void Dispose() => _cancellation.Dispose();
}
