using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Schedules;

/// <summary>What became of a schedule that somebody asks for.</summary>
internal abstract record ScheduleCheck
{
    private ScheduleCheck()
    {
    }

    /// <summary>It may be stored.</summary>
    public sealed record Good(ScheduleContent Content) : ScheduleCheck;

    /// <summary>It may not.</summary>
    /// <param name="Field">What is wrong.</param>
    /// <param name="Value">What was given.</param>
    /// <param name="Fault">A sentence that names the value and what is allowed.</param>
    public sealed record Bad(ScheduleField Field, string Value, string Fault) : ScheduleCheck;
}
