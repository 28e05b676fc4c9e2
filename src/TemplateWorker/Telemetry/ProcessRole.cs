namespace TemplateWorker.Telemetry;

/// <summary>What a process, or a thread that plays a worker, is: the first thing that every log line says.</summary>
internal enum ProcessRole
{
    /// <summary>Keeps the pool of workers and serves HTTP.</summary>
    Supervisor,

    /// <summary>Runs templates.</summary>
    Worker,

    /// <summary>Applies migrations.</summary>
    Migrate,

    /// <summary>Publishes templates.</summary>
    Register,

    /// <summary>Answers a command of an operator.</summary>
    Operator,
}
