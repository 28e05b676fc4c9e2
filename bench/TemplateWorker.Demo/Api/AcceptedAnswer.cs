namespace TemplateWorker.Demo.Api;

/// <summary>The answer to an event that was stored.</summary>
/// <param name="EventId">By which the history knows it.</param>
/// <param name="Deliveries">One for each template that subscribes.</param>
internal sealed record AcceptedAnswer(Guid EventId, int Deliveries);
