namespace TemplateWorker.Storage.Lanes;

/// <summary>What is in a lane, and what holds it.</summary>
public sealed record LaneSummary
{
    /// <summary>The template whose lane it is.</summary>
    public required string Template { get; init; }

    /// <summary>Deliveries that wait in the lane, a retrying or parked one included.</summary>
    public required int Queued { get; init; }

    /// <summary>Deliveries whose time has not come.</summary>
    public required int Delayed { get; init; }

    /// <summary>Dead letters; of a tenant that has more than 100,000, only that many are counted.</summary>
    public required int Dead { get; init; }

    /// <summary>How long ago the event at the head of the lane was accepted; null for an empty lane.</summary>
    public required TimeSpan? OldestAge { get; init; }

    /// <summary>Since when the lane itself is paused; null when it is not.</summary>
    public DateTimeOffset? PausedSince { get; init; }

    /// <summary>What the lane is parked behind; null when it is not.</summary>
    public ParkedBehind? Parked { get; init; }
}
