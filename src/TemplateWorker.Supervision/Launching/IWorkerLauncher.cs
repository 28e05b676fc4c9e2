namespace TemplateWorker.Supervision.Launching;

/// <summary>Starts workers: as processes in production, as threads of this process where that is enough.</summary>
internal interface IWorkerLauncher
{
    /// <summary>Starts one; it connects to the socket and proves itself by the token.</summary>
    IWorkerProcess Launch(WorkerLaunch launch);
}
