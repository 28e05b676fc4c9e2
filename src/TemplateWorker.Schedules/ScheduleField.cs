namespace TemplateWorker.Schedules;

/// <summary>The fields of a schedule; the HTTP API and the command line have their own names for them.</summary>
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

    /// <summary>What happens with missed times.</summary>
    CatchUp,
}
