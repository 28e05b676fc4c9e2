using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Schedules;

/// <summary>A schedule as an operator asks for it.</summary>
internal sealed record ScheduleDraft
{
    /// <summary>The longest name of an event, in characters.</summary>
    public const int MaxEventLength = 128;

    /// <summary>The time zone of a schedule that names none.</summary>
    public const string DefaultTimeZone = "UTC";

    /// <summary>Unique among the tenant's.</summary>
    public required string Name { get; init; }

    /// <summary>Five fields, or a name such as <c>@hourly</c>.</summary>
    public required string Cron { get; init; }

    /// <summary>An IANA name; null for <see cref="DefaultTimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The event's name; null for the schedule's own.</summary>
    public string? EventName { get; init; }

    /// <summary>The event's payload: JSON, already checked.</summary>
    public string DataJson { get; init; } = "null";

    /// <summary>One of <see cref="CatchUpWords.All"/>; null for the first of them.</summary>
    public string? CatchUp { get; init; }

    /// <summary>Checks everything, and finds the first time.</summary>
    /// <param name="now">The first time is after this one.</param>
    public ScheduleCheck Check(DateTimeOffset now)
    {
        var zone = TimeZone ?? DefaultTimeZone;
        if (Fault(zone) is { } bad)
        {
            return bad;
        }

        return CronSchedule.Parse(Cron, zone) switch
        {
            CronParse.Valid(var schedule) => new ScheduleCheck.Good(new ScheduleContent
            {
                Cron = Cron,
                TimeZone = zone,
                EventName = EventName ?? Name,
                DataJson = DataJson,
                CatchUp = CatchUpWords.Parse(CatchUp ?? CatchUpWords.All[0]),
                Template = null,
                NextAt = schedule.Next(now),
            }),
            CronParse.Invalid(var fault) => new ScheduleCheck.Bad(ScheduleField.Cron, Cron, fault),
            _ => throw new InvalidOperationException("The cron parser returned neither Valid nor Invalid."),
        };
    }

    private static bool IsName(string text) => text.Length > 0 && !text.Any(char.IsControl);

    private ScheduleCheck.Bad? Fault(string zone)
    {
        if (!ScheduleName.Is(Name))
        {
            return new ScheduleCheck.Bad(
                ScheduleField.Name, Name, $"A schedule's name must be 1 to {ScheduleName.MaxBytes} bytes of UTF-8, without control characters.");
        }

        if (!ZoneClock.TryFind(zone, out _, out var zoneFault))
        {
            return new ScheduleCheck.Bad(ScheduleField.TimeZone, zone, zoneFault);
        }

        var name = EventName ?? Name;
        if (!IsName(name) || name.Length > MaxEventLength)
        {
            return new ScheduleCheck.Bad(
                ScheduleField.Event, name,
                $"An event's name must be 1 to {MaxEventLength} characters, none of them a control character{(EventName is null ? "; without one, it is the schedule's" : "")}.");
        }

        return CatchUp is null || CatchUpWords.Find(CatchUp) is not null
            ? null
            : new ScheduleCheck.Bad(ScheduleField.CatchUp, CatchUp, $"catch_up must be one of {string.Join(", ", CatchUpWords.All)}.");
    }
}
