using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Schedules;

/// <summary>The outcome of checking a <see cref="ScheduleDraft"/>.</summary>
internal abstract record ScheduleCheck
{
    private ScheduleCheck()
    {
    }

    /// <summary>It may be stored.</summary>
    public sealed record Good(ScheduleContent Content) : ScheduleCheck;

    /// <summary>It may not.</summary>
    /// <param name="Field">The faulty field.</param>
    /// <param name="Value">What was given.</param>
    /// <param name="Fault">A sentence that names the value and what is allowed.</param>
    public sealed record Bad(ScheduleField Field, string Value, string Fault) : ScheduleCheck;
}
