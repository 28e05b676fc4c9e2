namespace TemplateWorker.Storage.Lanes;

/// <summary>A place in a tenant's history: that of one row.</summary>
/// <param name="FinishedAt">When the run was finished.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Template">Its template.</param>
/// <param name="Attempt">Its attempt.</param>
public sealed record HistoryCursor(DateTimeOffset FinishedAt, Guid EventId, string Template, int Attempt);
