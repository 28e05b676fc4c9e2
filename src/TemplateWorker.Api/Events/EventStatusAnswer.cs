using System.Globalization;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Events;

/// <summary>What became of a stored event.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Event">The event's name.</param>
/// <param name="Ended">Whether all its deliveries are <c>done</c>, <c>skipped</c>, <c>dead</c> or <c>dropped</c>.</param>
/// <param name="Deliveries">One for each template that subscribed to it, by template.</param>
internal sealed record EventStatusAnswer(Guid EventId, string Event, bool Ended, IReadOnlyList<EventDeliveryItem> Deliveries);

/// <summary>What became of an event for one template.</summary>
internal sealed record EventDeliveryItem
{
    /// <summary>The delivery's id. A delayed or dead delivery gets a new id when it returns to its lane.</summary>
    public required long Id { get; init; }

    /// <summary>The id as text, for clients whose numbers hold 53 bits, as JavaScript's do.</summary>
    public string IdText => Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The template it is for.</summary>
    public required string Template { get; init; }

    /// <summary>The version that ran last; null before the first attempt, 0 when none ran.</summary>
    public required int? Version { get; init; }

    /// <summary><c>queued</c>, <c>retrying</c>, <c>delayed</c>, <c>parked</c>, <c>done</c>, <c>skipped</c>, <c>dead</c> or <c>dropped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Attempts that have ended.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null unless it is delayed or retrying.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>When the last attempt ended; null before the first.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The named reason of the last attempt's failure.</summary>
    public required string? Reason { get; init; }

    /// <summary>The message of that failure.</summary>
    public required string? Message { get; init; }

    /// <summary>What the handler returned; null when it returned nothing.</summary>
    public required RawJson? Result { get; init; }

    /// <summary>Why a result is not here: <c>too_large</c> or <c>expired</c>; otherwise null.</summary>
    public required string? ResultLeftOut { get; init; }

    /// <summary>The actions that the run sent, in their order.</summary>
    public required IReadOnlyList<SentActionItem> Actions { get; init; }
}

/// <summary>An action that a run sent.</summary>
internal sealed record SentActionItem
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>waiting</c>, <c>delayed</c>, <c>dead</c>; or <c>removed</c>: taken, cancelled or dropped.</summary>
    public required string State { get; init; }

    /// <summary>Its type; null once it is removed.</summary>
    public required string? Type { get; init; }

    /// <summary>Attempts to push it that failed.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why the last one failed.</summary>
    public required string? LastError { get; init; }
}
