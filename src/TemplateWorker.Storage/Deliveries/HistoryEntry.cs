namespace TemplateWorker.Storage.Deliveries;

/// <summary>What the history keeps of a run. The time of its end is the commit's.</summary>
public sealed record HistoryEntry
{
    /// <summary>The template that ran.</summary>
    public required string Template { get; init; }

    /// <summary>Its version; 0 when none ran.</summary>
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

    /// <summary>The failure in words.</summary>
    public string? Message { get; init; }

    /// <summary>The script's stack.</summary>
    public string? Stack { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>CPU time of its thread.</summary>
    public required TimeSpan Cpu { get; init; }

    /// <summary>The worker, such as <c>host:4711/0</c>.</summary>
    public required string Worker { get; init; }
}
