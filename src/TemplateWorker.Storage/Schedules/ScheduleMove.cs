namespace TemplateWorker.Storage.Schedules;

/// <summary>How one schedule advances.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Fires">The times that it fires for now, one event each, ascending; an empty list advances it without firing.</param>
/// <param name="NextAt">Its next time; null when no time is left.</param>
public sealed record ScheduleMove(DueSchedule Schedule, IReadOnlyList<DateTimeOffset> Fires, DateTimeOffset? NextAt)
{
    /// <summary>A tenant with this many deliveries in its queue, delayed ones included, gets no event.</summary>
    public int MaxQueued { get; init; } = int.MaxValue;
}

/// <summary>What <see cref="ScheduleStore.MoveAsync"/> did.</summary>
/// <param name="Moved">How many advanced to their next time; another process advanced, changed or removed the rest.</param>
/// <param name="Deliveries">How many deliveries were made.</param>
public sealed record MovedSchedules(int Moved, int Deliveries);
