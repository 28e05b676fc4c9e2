namespace TemplateWorker.Api.Deliveries;

/// <summary>An attempt at a delivery that failed.</summary>
internal sealed record AttemptItem
{
    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The named reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The failure in words.</summary>
    public required string Message { get; init; }

    /// <summary>The script's stack; null when there is none.</summary>
    public required string? Stack { get; init; }

    /// <summary>The worker that ran it.</summary>
    public required string Worker { get; init; }

    /// <summary>How long it took.</summary>
    public required double WallMs { get; init; }
}
