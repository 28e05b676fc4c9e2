using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Deaths;

/// <summary>Why the life of a worker process ended.</summary>
/// <param name="Why">For the log and the status.</param>
/// <param name="Kind">As far as blame goes.</param>
internal sealed record LifeEnd(string Why, LifeEndKind Kind)
{
    /// <summary>The run that it was killed for.</summary>
    public RunningRun? Overdue { get; init; }

    /// <summary>For how long nothing had been heard of it before the supervisor knew.</summary>
    public TimeSpan AwayFor { get; init; }

    public bool IsPlanned => Kind == LifeEndKind.Planned;
}
