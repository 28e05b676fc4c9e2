namespace TemplateWorker.Api.Events;

/// <summary>What the runs of an event gave.</summary>
internal sealed record EventAnswer
{
    /// <summary>The event's id; a repeat under the same idempotency key has the same.</summary>
    public required Guid EventId { get; init; }

    /// <summary>One for each template that subscribes to the event.</summary>
    public required IReadOnlyList<RunAnswer> Results { get; init; }
}
