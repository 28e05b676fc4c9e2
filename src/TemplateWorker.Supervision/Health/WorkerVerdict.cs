using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Health;

/// <summary>What is to be done with a worker, by its last heartbeat.</summary>
internal abstract record WorkerVerdict
{
    private WorkerVerdict()
    {
    }

    public sealed record Healthy : WorkerVerdict
    {
        public static readonly Healthy Instance = new();
    }

    /// <summary>Kill it: it can no longer be trusted to end by itself.</summary>
    /// <param name="Why">For the log: what was measured, and the limit.</param>
    /// <param name="Kind">As far as blame goes.</param>
    public sealed record Kill(string Why, LifeEndKind Kind) : WorkerVerdict
    {
        /// <summary>The run that it is killed for, if it is one.</summary>
        public RunningRun? Overdue { get; init; }
    }

    /// <summary>Let it finish what runs, then replace it.</summary>
    /// <param name="Why">For the log: what was measured, and the limit.</param>
    public sealed record Replace(string Why) : WorkerVerdict;
}
