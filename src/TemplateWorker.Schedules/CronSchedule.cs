using System.Globalization;

namespace TemplateWorker.Schedules;

/// <summary>The times that a cron expression names in a time zone.</summary>
/// <remarks>
/// <para>Five fields: minute, hour, day of month, month, weekday. Each is <c>*</c> or a list of values, ranges and steps.
/// Where both day fields are restricted, which they are unless they begin with <c>*</c>, a day that either names counts, as in
/// <see href="https://man7.org/linux/man-pages/man5/crontab.5.html">crontab(5)</see>.</para>
/// <para>When the clocks change: an expression whose minute and hour are values and ranges names times of the day. A time that
/// does not exist on a day counts as the first moment after the gap, together with all others that the gap swallowed;
/// one that comes twice counts once, the first time. An expression with a wildcard or a step in its minute or hour is about
/// intervals, and continues in real time: what the gap swallowed comes as if the clock had not been moved yet, and what
/// comes twice counts twice.</para>
/// </remarks>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, string> Nicknames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly ClockTimes _times;
    private readonly ZoneClock _clock;
    private readonly bool _isInterval;

    private CronSchedule(ClockTimes times, ZoneClock clock, bool isInterval)
    {
        _times = times;
        _clock = clock;
        _isInterval = isInterval;
    }

    private const int Fields = 5;

    /// <summary>Reads an expression, or a name such as <c>@hourly</c>, for an IANA time zone such as <c>Europe/Berlin</c>.</summary>
    public static CronParse Parse(string expression, string timeZone)
    {
        if (!ZoneClock.TryFind(timeZone, out var clock, out var zoneFault))
        {
            return new CronParse.Invalid(zoneFault);
        }

        var text = expression.Trim();
        if (text.StartsWith('@') && !Nicknames.TryGetValue(text, out text!))
        {
            return new CronParse.Invalid(
                $"'{Shown(expression)}' is no name of a schedule; there are {string.Join(", ", Nicknames.Keys)}.{NameRemedy(expression.Trim())}");
        }

        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != Fields)
        {
            return new CronParse.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"'{Shown(expression)}' has {fields.Length} fields; it must have five: minute, hour, day of month, month, weekday, such as '30 6 * * mon-fri'.{CountRemedy(fields)}"));
        }

        if (ClockTimes.Read(fields, out var fault) is not { } times)
        {
            return new CronParse.Invalid(fault!);
        }

        if (times.After(DateTime.UnixEpoch) is null)
        {
            return new CronParse.Invalid($"'{Shown(expression)}' never comes: no month that it names has a day that it names. The last day of every month is L.");
        }

        return new CronParse.Valid(new CronSchedule(times, clock, IsOpen(fields[0]) || IsOpen(fields[1])));
    }

    /// <summary>The first time after another, in UTC; null when none comes before the year 2300.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => _isInterval ? NextOfInterval(after) : NextOfDay(after);

    // What other programs' schedules have in addition.
    private static string CountRemedy(string[] fields) => fields switch
    {
        [var first, ..] when first.Contains('=', StringComparison.Ordinal) => " A time zone is given beside the expression.",
        { Length: Fields + 1 } => " There are no seconds: leave the first field out.",
        { Length: Fields + 2 } => " There are neither seconds nor years: leave the first and the last field out.",
        _ => "",
    };

    private static string NameRemedy(string name) => name.ToUpperInvariant() switch
    {
        "@REBOOT" => " The event 'startup' comes when a supervisor starts.",
        "@EVERY" => " An interval is written with a step, such as '*/5 * * * *'.",
        var other when other.StartsWith("@EVERY ", StringComparison.Ordinal) => " An interval is written with a step, such as '*/5 * * * *'.",
        _ => "",
    };

    private static bool IsOpen(string field) => field.Contains('*', StringComparison.Ordinal) || field.Contains('/', StringComparison.Ordinal);

    private static string Shown(string expression) => expression.Length <= 100 ? expression : $"{expression[..100]}…";

    // Every clock time stands for one moment, and later ones for later moments or the same one (the end of a gap).
    private DateTimeOffset? NextOfDay(DateTimeOffset after)
    {
        var reading = _times.After(_clock.ReadingAt(after));
        while (reading is { } time)
        {
            if (_clock.FirstMomentAtOrPast(time) is var moment && moment > after)
            {
                return moment;
            }

            reading = _times.After(time);
        }

        return null;
    }

    // Around a change of the clock a later clock time can stand for an earlier moment, so the search continues until no
    // clock time that follows can come before the best one.
    private DateTimeOffset? NextOfInterval(DateTimeOffset after)
    {
        DateTimeOffset? best = null;
        for (var reading = _times.After(_clock.EarliestReadingAt(after)); reading is { } time; reading = _times.After(time))
        {
            if (best is { } found && _clock.EarliestMomentOf(time) >= found)
            {
                break;
            }

            foreach (var moment in _clock.MomentsOf(time))
            {
                if (moment > after && (best is null || moment < best))
                {
                    best = moment;
                }
            }
        }

        return best;
    }
}
