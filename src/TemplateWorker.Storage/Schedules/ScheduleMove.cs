namespace TemplateWorker.Storage.Schedules;

/// <summary>How one schedule goes on.</summary>
/// <param name="Schedule">The schedule.</param>
/// <param name="Fires">The times that it fires for now, one event each, ascending; none moves it on silently.</param>
/// <param name="NextAt">Its next time; null when there is none any more.</param>
public sealed record ScheduleMove(DueSchedule Schedule, IReadOnlyList<DateTimeOffset> Fires, DateTimeOffset? NextAt)
{
    /// <summary>A tenant with as many deliveries in its queue gets no event.</summary>
    public int MaxQueued { get; init; } = int.MaxValue;
}
