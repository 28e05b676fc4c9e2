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

/// <summary>How a worker process came to its end, as far as blame goes.</summary>
internal enum LifeEndKind
{
    /// <summary>It was asked to: a stop, or a replacement.</summary>
    Planned,

    /// <summary>It was killed, and nothing that ran on it is suspected.</summary>
    Stuck,

    /// <summary>It ended without being asked, or was killed because nothing was heard of it.</summary>
    Died,

    /// <summary>It was killed because of one run.</summary>
    Overdue,
}
