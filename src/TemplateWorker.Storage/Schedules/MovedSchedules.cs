namespace TemplateWorker.Storage.Schedules;

/// <summary>What <see cref="ScheduleStore.MoveAsync"/> did.</summary>
/// <param name="Moved">How many advanced to their next time; another process advanced, changed or removed the rest.</param>
/// <param name="Deliveries">How many deliveries were made.</param>
public sealed record MovedSchedules(int Moved, int Deliveries);
