namespace TemplateWorker.Storage.Lanes;

/// <summary>What is in a lane, and what holds it.</summary>
public sealed record LaneSummary
{
    /// <summary>The template whose lane it is.</summary>
    public required string Template { get; init; }

    /// <summary>Deliveries that wait in the lane, a retrying or parked one included.</summary>
    public required int Queued { get; init; }

    /// <summary>Deliveries that are not due yet.</summary>
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

/// <summary>The delivery that holds a lane.</summary>
/// <param name="Delivery">Its id.</param>
/// <param name="Reason">The named reason for which it was given up.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Since">When.</param>
public sealed record ParkedBehind(long Delivery, string Reason, string Message, DateTimeOffset Since);

/// <summary>The lanes of a tenant.</summary>
/// <param name="PausedSince">Since when all of them are paused together; null when they are not.</param>
/// <param name="Lanes">One for each template, and for each deleted one that left something, by name in code point order.</param>
public sealed record TenantLanes(DateTimeOffset? PausedSince, IReadOnlyList<LaneSummary> Lanes);
