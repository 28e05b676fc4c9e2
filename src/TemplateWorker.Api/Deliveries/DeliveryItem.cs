using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>A delivery in a list.</summary>
internal record DeliveryItem
{
    /// <summary>Its id. A delayed or dead delivery gets a new id when it returns to its lane.</summary>
    public required long Id { get; init; }

    /// <summary>The id as text, for clients whose numbers hold 53 bits, as JavaScript's do.</summary>
    public string IdText => Id.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>Runs between this event and the external event that caused it.</summary>
    public required int Hops { get; init; }

    /// <summary>When the event was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it is tried next; null unless it is delayed or retrying.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When it was parked or became dead; otherwise null.</summary>
    public required DateTimeOffset? GivenUpAt { get; init; }

    /// <summary>The named reason of the last failure.</summary>
    public required string? Reason { get; init; }

    /// <summary>The message of the last failure.</summary>
    public required string? Message { get; init; }

    /// <summary>The trace of the event; null when it came without one.</summary>
    public required string? Traceparent { get; init; }
}

/// <summary>A delivery with everything that is known of it.</summary>
internal sealed record DeliveryAnswer : DeliveryItem
{
    public DeliveryAnswer()
    {
    }

    [SetsRequiredMembers]
    public DeliveryAnswer(DeliveryItem item, RawJson data, IReadOnlyList<AttemptItem> failures)
        : base(item) => (Data, Failures) = (data, failures);

    /// <summary>The event's payload.</summary>
    public required RawJson Data { get; init; }

    /// <summary>How its attempts failed, the first one first: the last 20, and those before them as long as the history is kept.</summary>
    public required IReadOnlyList<AttemptItem> Failures { get; init; }
}

/// <summary>An attempt at a delivery that failed.</summary>
internal sealed record AttemptItem
{
    /// <summary>From 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The named reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The failure's message.</summary>
    public required string Message { get; init; }

    /// <summary>The script's stack; null when there is none.</summary>
    public required string? Stack { get; init; }

    /// <summary>The worker that ran it.</summary>
    public required string Worker { get; init; }

    /// <summary>How long it took.</summary>
    public required double WallMs { get; init; }
}

/// <summary>A page of deliveries.</summary>
/// <param name="Items">By ascending id.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record DeliveryPageAnswer(IReadOnlyList<DeliveryItem> Items, long? NextAfter)
{
    /// <summary>The same as text.</summary>
    public string? NextAfterText => NextAfter?.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The number of affected deliveries.</summary>
/// <param name="Count">A count equal to the limit means that there may be more; repeat the request.</param>
internal sealed record CountAnswer(int Count);

/// <summary>The number of deliveries that are tried again.</summary>
/// <param name="Count">A count equal to the limit means that there may be more; repeat the request.</param>
/// <param name="QueueFull">Whether dead letters stayed, because the tenant's queue has no room for them.</param>
internal sealed record ReplayAnswer(int Count, bool QueueFull);
