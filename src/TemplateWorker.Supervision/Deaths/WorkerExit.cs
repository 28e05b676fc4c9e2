using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>Why a worker process ended.</summary>
/// <param name="Why">Shown in the log and in the worker's status.</param>
/// <param name="Cause">Decides which deliveries the exit is counted against.</param>
internal sealed record WorkerExit(string Why, WorkerExitCause Cause)
{
    /// <summary>The run that exceeded its limit and for which the worker was killed.</summary>
    public RunningRun? Overdue { get; init; }

    /// <summary>Time between the last sign of life and the end.</summary>
    public TimeSpan AwayFor { get; init; }

    public bool IsPlanned => Cause == WorkerExitCause.Planned;
}

/// <summary>What ended a worker process. Decides which deliveries the end is counted against.</summary>
internal enum WorkerExitCause
{
    /// <summary>The supervisor stopped or replaced it.</summary>
    Planned,

    /// <summary>It was killed because it did not release its slots, or because it was stopped from outside; its runs are not suspected.</summary>
    Stuck,

    /// <summary>It crashed, or was killed because its heartbeats stopped.</summary>
    Died,

    /// <summary>It was killed because one run exceeded its time limit.</summary>
    Overdue,
}
