using TemplateWorker.Runs.Calls;

namespace TemplateWorker.Runs.Queueing;

/// <summary>Something that waits for its tenant's turn on a script thread.</summary>
internal abstract class TenantWork(ulong callId) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public ulong CallId { get; } = callId;

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Asks it to end; what is already being committed is not taken back.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Answers the caller that it was not done.</summary>
    public abstract void Refuse(EventRefusal reason, string message);

    public void Dispose() => _cancellation.Dispose();
}
