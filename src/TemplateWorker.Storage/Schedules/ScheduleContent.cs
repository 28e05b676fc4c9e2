namespace TemplateWorker.Storage.Schedules;

/// <summary>The checked content of a schedule.</summary>
public sealed record ScheduleContent
{
    /// <summary>The expression as its author wrote it.</summary>
    public required string Cron { get; init; }

    /// <summary>The IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>The event's payload as JSON text.</summary>
    public required string DataJson { get; init; }

    /// <summary>Which missed times it fires for.</summary>
    public required CatchUp CatchUp { get; init; }

    /// <summary>The template that wrote it; null for an operator.</summary>
    public required string? Template { get; init; }

    /// <summary>When it fires next; null when no time is left.</summary>
    public required DateTimeOffset? NextAt { get; init; }
}
