namespace TemplateWorker.Storage.Deliveries;

/// <summary>The history row of a run. It ends at the time of the commit.</summary>
public sealed record HistoryEntry
{
    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The template's version; 0 when no version ran.</summary>
    public required int Version { get; init; }

    /// <summary>The event's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>The delivery; null for an immediate call.</summary>
    public required long? Delivery { get; init; }

    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>The named reason of a failure.</summary>
    public string? Reason { get; init; }

    /// <summary>The message of a failure.</summary>
    public string? Message { get; init; }

    /// <summary>The script's stack.</summary>
    public string? Stack { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The wall time of the run.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>The CPU time of its thread.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>The worker, such as <c>host:4711/0</c>.</summary>
    public required string Worker { get; init; }
}
