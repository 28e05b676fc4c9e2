namespace TemplateWorker.Storage.Schedules;

/// <summary>Schedules whose time has come.</summary>
/// <param name="Now">The database's clock.</param>
/// <param name="Schedules">The longest due first.</param>
public sealed record DueSchedules(DateTimeOffset Now, IReadOnlyList<DueSchedule> Schedules);
