namespace TemplateWorker.Api.Deliveries;

/// <summary>A delivery in a list.</summary>
internal record DeliveryItem
{
    /// <summary>Its id. A delayed or dead one gets a new id when it comes back into its lane.</summary>
    public required long Id { get; init; }

    /// <summary>The template it is for.</summary>
    public required string Template { get; init; }

    /// <summary>The event's id; the deliveries of one event share it.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string Event { get; init; }

    /// <summary><c>queued</c>, <c>retrying</c>, <c>delayed</c>, <c>parked</c> or <c>dead</c>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts that have ended, deaths included.</summary>
    public required int Attempts { get; init; }

    /// <summary>How many of them ended with the death of their worker.</summary>
    public required int Deaths { get; init; }

    /// <summary>Runs between the event and one from outside.</summary>
    public required int Hops { get; init; }

    /// <summary>When the event was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it is tried next; null unless it is delayed or retrying.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was given up; null unless it is parked or dead.</summary>
    public required DateTimeOffset? GivenUpAt { get; init; }

    /// <summary>The named reason of the last failure.</summary>
    public required string? Reason { get; init; }

    /// <summary>The last failure in words.</summary>
    public required string? Message { get; init; }
}
