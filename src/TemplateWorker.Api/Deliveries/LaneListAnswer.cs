namespace TemplateWorker.Api.Deliveries;

/// <summary>The lanes of a tenant.</summary>
/// <param name="PausedSince">Since when all of them are paused together; null when they are not.</param>
/// <param name="Lanes">By name.</param>
internal sealed record LaneListAnswer(DateTimeOffset? PausedSince, IReadOnlyList<LaneItem> Lanes);
