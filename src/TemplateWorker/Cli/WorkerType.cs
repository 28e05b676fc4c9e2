namespace TemplateWorker.Cli;

/// <summary>The values of <c>--worker-type</c>.</summary>
internal enum WorkerType
{
    /// <summary>A supervisor whose workers are processes.</summary>
    ProcessPool,

    /// <summary>A supervisor whose workers are threads.</summary>
    ThreadPool,

    /// <summary>A worker process; started by a supervisor only.</summary>
    ProcessPoolWorker,

    /// <summary>Applies migrations.</summary>
    Migrate,

    /// <summary>Publishes templates.</summary>
    Register,
}
