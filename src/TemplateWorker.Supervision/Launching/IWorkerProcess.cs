namespace TemplateWorker.Supervision.Launching;

/// <summary>A started worker. Disposing it kills it if it still runs, and waits for its end.</summary>
internal interface IWorkerProcess : IAsyncDisposable
{
    /// <summary>In thread mode the id of this process.</summary>
    int ProcessId { get; }

    /// <summary>Completes when it has ended, with a text that names the exit code or the signal.</summary>
    Task<string> Exited { get; }

    /// <summary>What the system says about the process now; null in thread mode and after its end.</summary>
    ProcessActivity? Activity { get; }

    /// <summary>Ends it immediately.</summary>
    void Kill();
}
