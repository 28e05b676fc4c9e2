namespace TemplateWorker.Api.Events;

/// <summary>That an event is stored.</summary>
/// <param name="EventId">The event's id; a repeat under the same idempotency key has the same.</param>
/// <param name="Deliveries">How many templates get it.</param>
internal sealed record AcceptedAnswer(Guid EventId, int Deliveries);
