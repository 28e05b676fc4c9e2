namespace TemplateWorker.Supervision.Launching;

/// <summary>Starts workers, as processes or as threads of this process.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Starts a worker, which connects to the socket and authenticates by the token.</summary>
    IWorkerProcess Launch(WorkerLaunch launch);
}
