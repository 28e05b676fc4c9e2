namespace TemplateWorker.Supervision.Launching;

/// <summary>A started worker. Disposing it ends it, if it has not ended, and waits for that.</summary>
internal interface IWorkerProcess : IAsyncDisposable
{
    /// <summary>In thread mode that of this process.</summary>
    int ProcessId { get; }

    /// <summary>Completes when it has ended, with how: an exit code or a signal.</summary>
    Task<string> Exited { get; }

    /// <summary>Ends it without asking.</summary>
    void Kill();
}
