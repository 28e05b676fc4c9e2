namespace TemplateWorker.Cli;

/// <summary>What the supervisor's workers are.</summary>
internal enum WorkerMode
{
    /// <summary>Processes of their own.</summary>
    ProcessPool,

    /// <summary>Threads of the supervisor's process.</summary>
    ThreadPool,
}
