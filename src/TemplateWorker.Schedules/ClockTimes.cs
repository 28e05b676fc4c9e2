using Quartz;

namespace TemplateWorker.Schedules;

/// <summary>The clock times, with no zone, that five fields name. They go by as if they were UTC.</summary>
/// <remarks>
/// The fields are handed to Quartz as lists of numbers, so that nothing depends on how it reads steps, wildcards and
/// weekdays. It takes one of the two day fields: where either may match there are two expressions, where both must, or where
/// days are counted within their month, the days are looked at here.
/// </remarks>
internal sealed class ClockTimes
{
    private readonly CronExpression[] _either;
    private readonly Func<DateTime, bool>? _hasDay;

    private ClockTimes(CronExpression[] either, Func<DateTime, bool>? hasDay)
    {
        _either = either;
        _hasDay = hasDay;
    }

    /// <summary>Reads the fields; null when one is wrong.</summary>
    public static ClockTimes? Read(string[] fields, out string? fault)
    {
        (var minutes, fault) = CronField.Minute.Read(fields[0]);
        (var hours, fault) = fault is null ? CronField.Hour.Read(fields[1]) : ([], fault);
        (var days, fault) = fault is null ? DayField.ReadOfMonth(fields[2]) : (null!, fault);
        (var months, fault) = fault is null ? CronField.Month.Read(fields[3]) : ([], fault);
        (var weekdays, fault) = fault is null ? DayField.ReadOfWeek(fields[4]) : (null!, fault);
        if (fault is not null)
        {
            return null;
        }

        return days.Rules.Count + weekdays.Rules.Count > 0
            ? new ClockTimes([Expression("*", "?")], Counted(days, weekdays))
            : OfValues();

        ClockTimes OfValues() => (days.IsOpen, weekdays.IsOpen) switch
        {
            (false, false) => new ClockTimes([ByDay(), ByWeekday()], null),
            (true, false) when days.Values.Count == 31 => new ClockTimes([ByWeekday()], null),
            _ when weekdays.Values.Count == 7 => new ClockTimes([ByDay()], null),
            _ => new ClockTimes([ByDay()], day => weekdays.Values.Contains((int)day.DayOfWeek)),
        };

        CronExpression ByDay() => Expression(List(days.Values), "?");

        CronExpression ByWeekday() => Expression("?", Weekdays(weekdays.Values));

        CronExpression Expression(string day, string weekday) => new($"0 {List(minutes)} {List(hours)} {day} {List(months)} {weekday}", TimeZoneInfo.Utc);
    }

    // Days that are counted within their month are looked at here, one after the other, and with them the values beside them.
    private static Func<DateTime, bool> Counted(DayField days, DayField weekdays) => !days.IsOpen && !weekdays.IsOpen
        ? day => days.Has(day, day.Day) || weekdays.Has(day, (int)day.DayOfWeek)
        : day => days.Has(day, day.Day) && weekdays.Has(day, (int)day.DayOfWeek);

    /// <summary>The first clock time after another; null when none comes before the year 2300.</summary>
    public DateTime? After(DateTime reading)
    {
        DateTime? best = null;
        foreach (var expression in _either)
        {
            if (After(expression, reading) is { } time && (best is null || time < best))
            {
                best = time;
            }
        }

        return best;
    }

    private DateTime? After(CronExpression expression, DateTime reading)
    {
        var time = Following(expression, reading);
        while (time is { } found && _hasDay?.Invoke(found) == false)
        {
            time = Following(expression, found.Date.AddDays(1).AddTicks(-1));
        }

        return time;
    }

    private static DateTime? Following(CronExpression expression, DateTime reading) =>
        expression.GetNextValidTimeAfter(new DateTimeOffset(DateTime.SpecifyKind(reading, DateTimeKind.Utc)))?.UtcDateTime;

    private static string List(IEnumerable<int> values) => string.Join(',', values);

    // Quartz counts from Sunday, too, but from 1.
    private static string Weekdays(SortedSet<int> values) => List(values.Select(value => value + 1));
}
