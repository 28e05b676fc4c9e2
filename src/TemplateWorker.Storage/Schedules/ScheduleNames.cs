namespace TemplateWorker.Storage.Schedules;

/// <summary>The names of a tenant's schedules.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Names">In no order.</param>
public sealed record ScheduleNames(DateTimeOffset Now, IReadOnlyList<string> Names);
