using Quartz;

namespace TemplateWorker.Schedules;

/// <summary>The clock times, with no zone, that five fields name. They go by as if they were UTC.</summary>
/// <remarks>
/// The fields are handed to Quartz as lists of numbers, so that nothing depends on how it reads steps, wildcards and
/// weekdays. It takes one of the two day fields: where either may match there are two expressions, where both must, the
/// weekday is looked at here.
/// </remarks>
internal sealed class ClockTimes
{
    private readonly CronExpression[] _either;
    private readonly SortedSet<int>? _weekdays;

    private ClockTimes(CronExpression[] either, SortedSet<int>? weekdays)
    {
        _either = either;
        _weekdays = weekdays;
    }

    /// <summary>Reads the fields; null when one is wrong.</summary>
    public static ClockTimes? Read(string[] fields, out string? fault)
    {
        CronField[] kinds = [CronField.Minute, CronField.Hour, CronField.Day, CronField.Month, CronField.Weekday];
        var values = new SortedSet<int>[kinds.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            (values[i], fault) = kinds[i].Read(fields[i]);
            if (fault is not null)
            {
                return null;
            }
        }

        fault = null;
        if (values[4].Remove(7))
        {
            values[4].Add(0);
        }

        var byDay = Expression(values, List(values[2]), "?");
        return (fields[2].StartsWith('*'), fields[4].StartsWith('*')) switch
        {
            (false, false) => new ClockTimes([byDay, Expression(values, "?", Weekdays(values[4]))], null),
            (true, false) when values[2].Count == 31 => new ClockTimes([Expression(values, "?", Weekdays(values[4]))], null),
            _ when values[4].Count == 7 => new ClockTimes([byDay], null),
            _ => new ClockTimes([byDay], values[4]),
        };
    }

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
        while (time is { } found && _weekdays?.Contains((int)found.DayOfWeek) == false)
        {
            time = Following(expression, found.Date.AddDays(1).AddTicks(-1));
        }

        return time;
    }

    private static DateTime? Following(CronExpression expression, DateTime reading) =>
        expression.GetNextValidTimeAfter(new DateTimeOffset(DateTime.SpecifyKind(reading, DateTimeKind.Utc)))?.UtcDateTime;

    private static CronExpression Expression(SortedSet<int>[] values, string days, string weekdays) =>
        new($"0 {List(values[0])} {List(values[1])} {days} {List(values[3])} {weekdays}", TimeZoneInfo.Utc);

    private static string List(IEnumerable<int> values) => string.Join(',', values);

    // Quartz counts from Sunday, too, but from 1.
    private static string Weekdays(SortedSet<int> values) => List(values.Select(value => value + 1));
}
