namespace TemplateWorker.Schedules;

/// <summary>What became of an expression and a time zone that somebody wrote.</summary>
internal abstract record CronParse
{
    private CronParse()
    {
    }

    /// <summary>They are understood, and name at least one time.</summary>
    public sealed record Valid(CronSchedule Schedule) : CronParse;

    /// <summary>They are not.</summary>
    /// <param name="Fault">A sentence for whoever wrote them: the field, the value and what is allowed.</param>
    public sealed record Invalid(string Fault) : CronParse;
}
