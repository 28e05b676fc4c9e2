namespace TemplateWorker.Schedules;

/// <summary>The outcome of parsing an expression and a time zone.</summary>
internal abstract record CronParse
{
    private CronParse()
    {
    }

    /// <summary>They are valid, and give at least one time.</summary>
    public sealed record Valid(CronSchedule Schedule) : CronParse;

    /// <summary>They are invalid.</summary>
    /// <param name="Fault">A sentence for their author: the field, the value and what is allowed.</param>
    public sealed record Invalid(string Fault) : CronParse;
}
