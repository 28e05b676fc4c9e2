using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Health;

/// <summary>What to do with a worker, judged by its last heartbeat.</summary>
internal abstract record WorkerVerdict
{
    private WorkerVerdict()
    {
    }

    public sealed record Healthy : WorkerVerdict
    {
        public static readonly Healthy Instance = new();
    }

    /// <summary>Kill it: it may not end by itself.</summary>
    /// <param name="Why">For the log: the measured value and the limit.</param>
    /// <param name="Cause">Decides which deliveries the exit is counted against.</param>
    public sealed record Kill(string Why, WorkerExitCause Cause) : WorkerVerdict
    {
        /// <summary>The run that exceeded its limit, if one did.</summary>
        public RunningRun? Overdue { get; init; }
    }

    /// <summary>Replace it after its current runs have ended.</summary>
    /// <param name="Why">For the log: the measured value and the limit.</param>
    public sealed record Replace(string Why) : WorkerVerdict;
}
