namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>An event that was answered for, so that its effect must be there.</summary>
/// <param name="Tenant">The tenant's number.</param>
/// <param name="Stream">Who sent it; one sender's events keep their order.</param>
/// <param name="Number">Its number among those of the tenant and the sender.</param>
/// <param name="EventId">Null when the answer did not say.</param>
/// <param name="At">When the answer was there.</param>
internal sealed record AcceptedEvent(int Tenant, int Stream, int Number, Guid? EventId, DateTimeOffset At);
