namespace TemplateWorker.Storage.Schedules;

/// <summary>What became of writing a schedule.</summary>
public abstract record ScheduleOutcome
{
    private ScheduleOutcome()
    {
    }

    /// <summary>It is stored.</summary>
    /// <param name="Schedule">What is stored now.</param>
    public sealed record Written(ScheduleRecord Schedule) : ScheduleOutcome;

    /// <summary>The tenant has as many schedules as it may, and none of that name.</summary>
    public sealed record TooMany(int Limit) : ScheduleOutcome;
}
