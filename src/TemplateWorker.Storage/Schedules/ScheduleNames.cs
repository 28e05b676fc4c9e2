namespace TemplateWorker.Storage.Schedules;

/// <summary>Which schedules a tenant has.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Names">In no order.</param>
public sealed record ScheduleNames(DateTimeOffset Now, IReadOnlyList<string> Names);
