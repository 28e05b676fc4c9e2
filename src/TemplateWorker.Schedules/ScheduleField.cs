namespace TemplateWorker.Schedules;

/// <summary>What somebody says of a schedule; whoever asks calls it by a name of their own.</summary>
internal enum ScheduleField
{
    /// <summary>The schedule's name.</summary>
    Name,

    /// <summary>The expression.</summary>
    Cron,

    /// <summary>The expression's time zone.</summary>
    TimeZone,

    /// <summary>The event's name.</summary>
    Event,

    /// <summary>What becomes of times that nobody was there for.</summary>
    CatchUp,
}
