using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using TemplateWorker.Storage;

namespace TemplateWorker.Schedules;

/// <summary>What the clocks of a time zone show at a moment, and at which moments they show something.</summary>
/// <remarks>
/// Only the zone's offset at a moment is asked for, because the framework's own questions about times that are missing or
/// come twice leave out changes of the standard time. Two changes are never within two days of one another.
/// </remarks>
internal sealed partial class ZoneClock
{
    // More than any offset, so that a clock time taken as UTC is less than this away from the moment it stands for.
    private static readonly TimeSpan Around = TimeSpan.FromDays(1);

    private static readonly Lazy<string[]> KnownZones = new(() => [.. TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Select(zone => zone.Id)]);

    private readonly TimeZoneInfo _zone;

    private ZoneClock(TimeZoneInfo zone)
    {
        _zone = zone;
    }

    /// <summary>Finds a zone by its IANA name, a present or an older one.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ZoneClock? clock, [NotNullWhen(false)] out string? fault) =>
        TryFind(name, InSystem, out clock, out fault);

    /// <inheritdoc cref="TryFind(string, out ZoneClock?, out string?)"/>
    /// <param name="find">Looks a name up that is written like one; null for an unknown one.</param>
    public static bool TryFind(
        string name, Func<string, TimeZoneInfo?> find, [NotNullWhen(true)] out ZoneClock? clock, [NotNullWhen(false)] out string? fault)
    {
        // The name becomes a path in the system's database of zones, so what it may hold is checked before.
        if (ZoneName().IsMatch(name) && (find(name) ?? (ZoneLinks.TargetOf(name) is { } present ? find(present) : null)) is { } zone)
        {
            (clock, fault) = (new ZoneClock(zone), null);
            return true;
        }

        var shown = name.Length <= 100 ? name : $"{name[..100]}…";
        fault = NearestName.Find(name, KnownZones.Value) is { } near
            ? $"'{shown}' is no IANA time zone; did you mean '{near}'?"
            : $"'{shown}' is no IANA time zone, such as 'Europe/Berlin' or 'UTC'.";
        clock = null;
        return false;
    }

    /// <summary>What the clocks show at a moment.</summary>
    public DateTime ReadingAt(DateTimeOffset moment) => moment.UtcDateTime + Offset(moment);

    /// <summary>No clock time up to this one stands for a moment after this one, even as if the clock had not been changed.</summary>
    public DateTime EarliestReadingAt(DateTimeOffset moment)
    {
        var (before, after) = (Offset(moment - Around), Offset(moment + Around));
        return moment.UtcDateTime + (before < after ? before : after);
    }

    /// <summary>The first moment at which the clocks show this time or a later one.</summary>
    public DateTimeOffset FirstMomentAtOrPast(DateTime reading)
    {
        var (before, after) = Offsets(reading);
        if (before == after)
        {
            return Moment(reading, before);
        }

        var change = Change(reading);
        var old = Moment(reading, before);
        if (old < change)
        {
            return old;
        }

        var changed = Moment(reading, after);
        return changed < change ? change : changed;
    }

    /// <summary>The moments at which the clocks show this time; when they never do, the one at which they would if they had not been changed yet.</summary>
    public IReadOnlyList<DateTimeOffset> MomentsOf(DateTime reading)
    {
        var (before, after) = Offsets(reading);
        if (before == after)
        {
            return [Moment(reading, before)];
        }

        var change = Change(reading);
        var (old, changed) = (Moment(reading, before), Moment(reading, after));
        return (old < change, changed >= change) switch
        {
            (true, true) => [old, changed],
            (false, true) => [changed],
            _ => [old],
        };
    }

    /// <summary>No clock time from this one on stands for a moment before this one.</summary>
    public DateTimeOffset EarliestMomentOf(DateTime reading)
    {
        var (before, after) = Offsets(reading);
        return Moment(reading, before > after ? before : after);
    }

    // Of zones that were found once the framework does not look at the case.
    private static TimeZoneInfo? InSystem(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.Id == name ? zone : null;

    private static DateTimeOffset Moment(DateTime reading, TimeSpan offset) => new(reading - offset, TimeSpan.Zero);

    private TimeSpan Offset(DateTimeOffset moment) => _zone.GetUtcOffset(moment);

    private (TimeSpan Before, TimeSpan After) Offsets(DateTime reading)
    {
        var moment = Moment(reading, TimeSpan.Zero);
        return (Offset(moment - Around), Offset(moment + Around));
    }

    // The moment of the change, by halving the days around it down to the second.
    private DateTimeOffset Change(DateTime reading)
    {
        var early = Moment(reading, TimeSpan.Zero) - Around;
        var late = early + Around + Around;
        var offset = Offset(early);
        while (late - early > TimeSpan.FromSeconds(1))
        {
            var middle = early + TimeSpan.FromSeconds((long)(late - early).TotalSeconds / 2);
            if (Offset(middle) == offset)
            {
                early = middle;
            }
            else
            {
                late = middle;
            }
        }

        return late;
    }

    [GeneratedRegex(@"\A(?!(?:posix|right)/)[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ZoneName();
}
