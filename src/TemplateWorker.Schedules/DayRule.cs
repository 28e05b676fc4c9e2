using System.Globalization;

namespace TemplateWorker.Schedules;

/// <summary>A day that is counted within its month, so that no list of numbers names it.</summary>
internal abstract record DayRule
{
    private const int MostWeekdays = 5;
    private const int DaysOfWeek = 7;

    private DayRule()
    {
    }

    /// <summary>Whether it is this day.</summary>
    public abstract bool Matches(DateTime day);

    /// <summary>Reads <c>L</c>, <c>L-3</c>, <c>LW</c> or <c>15W</c>, in any case; null for another text.</summary>
    public static DayRule? ReadOfMonth(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper switch
        {
            "L" => new FromEnd(0),
            "LW" => new LastWorkday(),
            ['L', '-', .. var before] when TryNumber(before, 1, 30, out var days) => new FromEnd(days),
            [.. var day, 'W'] when TryNumber(day, 1, 31, out var number) => new NearestWorkday(number),
            _ => null,
        };
    }

    /// <summary>Reads <c>fri#2</c>, <c>5#2</c>, <c>friL</c> or <c>5L</c>, in any case; null for another text.</summary>
    public static DayRule? ReadOfWeek(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            return CronField.Weekday.TryValue(text[..hash], out var weekday) && TryNumber(text[(hash + 1)..], 1, MostWeekdays, out var place)
                ? new InWeek((DayOfWeek)(weekday % DaysOfWeek), place)
                : null;
        }

        return text is [.. var name, 'L' or 'l'] && CronField.Weekday.TryValue(name, out var last) ? new LastInWeek((DayOfWeek)(last % DaysOfWeek)) : null;
    }

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static int DaysIn(DateTime day) => DateTime.DaysInMonth(day.Year, day.Month);

    /// <summary>So many days before the last one of the month.</summary>
    private sealed record FromEnd(int Before) : DayRule
    {
        public override bool Matches(DateTime day) => day.Day == DaysIn(day) - Before;
    }

    /// <summary>The last day from Monday to Friday.</summary>
    private sealed record LastWorkday : DayRule
    {
        public override bool Matches(DateTime day) => new NearestWorkday(DaysIn(day)).Matches(day);
    }

    /// <summary>The day from Monday to Friday that is nearest to a day of the same month. A month without that day has none.</summary>
    private sealed record NearestWorkday(int Day) : DayRule
    {
        public override bool Matches(DateTime day)
        {
            if (Day > DaysIn(day))
            {
                return false;
            }

            var moved = new DateTime(day.Year, day.Month, Day, 0, 0, 0, DateTimeKind.Unspecified).DayOfWeek switch
            {
                DayOfWeek.Saturday => Day == 1 ? 2 : -1,
                DayOfWeek.Sunday => Day == DaysIn(day) ? -2 : 1,
                _ => 0,
            };
            return day.Day == Day + moved;
        }
    }

    /// <summary>A weekday that is the first to the fifth of its month.</summary>
    private sealed record InWeek(DayOfWeek Weekday, int Place) : DayRule
    {
        public override bool Matches(DateTime day) => day.DayOfWeek == Weekday && (day.Day - 1) / DaysOfWeek == Place - 1;
    }

    /// <summary>A weekday that is the last of its month.</summary>
    private sealed record LastInWeek(DayOfWeek Weekday) : DayRule
    {
        public override bool Matches(DateTime day) => day.DayOfWeek == Weekday && day.Day + DaysOfWeek > DaysIn(day);
    }
}
