namespace TemplateWorker.Storage.Schedules;

/// <summary>The schedules that are due.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Schedules">The earliest first.</param>
public sealed record DueSchedules(DateTimeOffset Now, IReadOnlyList<DueSchedule> Schedules);
