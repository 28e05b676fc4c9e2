namespace TemplateWorker.Supervision.Deaths;

/// <summary>An immediate call or a publish check that ran when its worker died and may be the cause.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Template">The template that ran.</param>
/// <param name="EventId">The event; a new id for a publish check.</param>
/// <param name="EventName">The event; null for a publish check, which leaves no line of history.</param>
/// <param name="Wall">How long it had been running by the last heartbeat.</param>
internal sealed record BlamedCall(TenantId Tenant, string Template, Guid EventId, string? EventName, TimeSpan Wall);
