namespace TemplateWorker.Storage.Schedules;

/// <summary>The outcome of writing a schedule.</summary>
public abstract record ScheduleOutcome
{
    private ScheduleOutcome()
    {
    }

    /// <summary>It is stored.</summary>
    /// <param name="Schedule">What is stored now.</param>
    public sealed record Written(ScheduleRecord Schedule) : ScheduleOutcome;

    /// <summary>The tenant has reached its limit of schedules, and none of them has that name.</summary>
    public sealed record TooMany(int Limit) : ScheduleOutcome;
}
