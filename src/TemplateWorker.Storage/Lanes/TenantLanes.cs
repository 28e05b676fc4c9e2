namespace TemplateWorker.Storage.Lanes;

/// <summary>The lanes of a tenant.</summary>
/// <param name="PausedSince">Since when all of them are paused together; null when they are not.</param>
/// <param name="Lanes">One for each template, and for each deleted one that left something, by name in code point order.</param>
public sealed record TenantLanes(DateTimeOffset? PausedSince, IReadOnlyList<LaneSummary> Lanes);
