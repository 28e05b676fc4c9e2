using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>A delivery as lists show it.</summary>
public sealed record DeliverySummary
{
    /// <summary>Unique in the database, whatever the state. A delayed or dead one gets a new id when it comes back into its lane.</summary>
    public required long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The subscribed template.</summary>
    public required string Template { get; init; }

    /// <summary>The event's id; the deliveries of one event share it.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>Where it stands.</summary>
    public required DeliveryState State { get; init; }

    /// <summary>Attempts that have ended, deaths included.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many of the attempts ended with the death of their worker.</summary>
    public required int Deaths { get; init; }

    /// <summary>How many runs lie between this event and one that came from outside.</summary>
    public required int Hops { get; init; }

    /// <summary>When the event was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it is tried next, for a delayed or retrying one; null for the others.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was given up, for a parked or dead one; null for the others.</summary>
    public DateTimeOffset? GivenUpAt { get; init; }

    /// <summary>The named reason of the last failure; null when nothing failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The last failure in words; null when nothing failed.</summary>
    public string? Message { get; init; }

    /// <summary>The trace of the event; null for none.</summary>
    public TraceParent? Trace { get; init; }
}

/// <summary>The state of a delivery.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its first attempt, or the attempt is in progress.</summary>
    Queued,

    /// <summary>An attempt failed; it will be tried again.</summary>
    Retrying,

    /// <summary>It is not due yet.</summary>
    Delayed,

    /// <summary>Its attempts are exhausted; it holds its lane.</summary>
    Parked,

    /// <summary>Its attempts are exhausted; its lane continues without it.</summary>
    Dead,
}
