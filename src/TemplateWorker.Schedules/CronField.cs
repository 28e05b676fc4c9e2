using System.Globalization;

namespace TemplateWorker.Schedules;

/// <summary>One of the five fields: which values it takes, and how a text names some of them.</summary>
/// <param name="Name">As in messages.</param>
/// <param name="Least">The least value.</param>
/// <param name="Most">The greatest value.</param>
/// <param name="Names">Names of values, the first for the least; compared without case.</param>
internal sealed record CronField(string Name, int Least, int Most, string[] Names)
{
    public static readonly CronField Minute = new("minute", 0, 59, []);
    public static readonly CronField Hour = new("hour", 0, 23, []);
    public static readonly CronField Day = new("day of month", 1, 31, []);
    public static readonly CronField Month = new(
        "month", 1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    /// <summary>0 and 7 are Sunday.</summary>
    public static readonly CronField Weekday = new("weekday", 0, 7, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    private string Allowed => this switch
    {
        { Most: 31 } => $"{Least} to {Most}, L (the last day), L-3 (three days before it), LW (the last workday) or 15W (the workday nearest to the 15th)",
        { Names: [] } => $"{Least} to {Most}",
        { Least: 0 } => $"{Least} to {Most} (0 and 7 are Sunday), {Names[0]} to {Names[^1]}, fri#2 (the second Friday) or friL (the last one)",
        _ => $"{Least} to {Most} or {Names[0]} to {Names[^1]}",
    };

    /// <summary>Reads a list of values, ranges, wildcards and steps.</summary>
    /// <returns>The values, or what is wrong.</returns>
    public (SortedSet<int> Values, string? Fault) Read(string text) => Read(text.Split(','));

    /// <summary>Reads the items of a list.</summary>
    /// <returns>The values, or what is wrong.</returns>
    public (SortedSet<int> Values, string? Fault) Read(IEnumerable<string> items)
    {
        var values = new SortedSet<int>();
        foreach (var item in items)
        {
            if (Add(item, values) is { } fault)
            {
                return (values, fault);
            }
        }

        return (values, null);
    }

    private string? Add(string item, SortedSet<int> values)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var span = slash < 0 ? item : item[..slash];
        var step = 1;
        if (slash >= 0 && (!TryNumber(item[(slash + 1)..], out step) || step < 1 || step > Most))
        {
            return $"The {Name} '{item}' has the step '{item[(slash + 1)..]}'; a step must be 1 to {Most}.";
        }

        if (ReadSpan(item, span, isStepped: slash >= 0, out var first, out var last) is { } fault)
        {
            return fault;
        }

        for (var value = first; value <= last; value += step)
        {
            values.Add(value);
        }

        return null;
    }

    private string? ReadSpan(string item, string span, bool isStepped, out int first, out int last)
    {
        (first, last) = (Least, Most);
        if (span == "*")
        {
            // Sunday has two numbers; every day of the week has one.
            last = this == Weekday ? Most - 1 : Most;
            return null;
        }

        var dash = span.IndexOf('-', StringComparison.Ordinal);
        var (from, to) = dash < 0 ? (span, span) : (span[..dash], span[(dash + 1)..]);
        if (!TryValue(from, out first))
        {
            return Unknown(from);
        }

        if (!TryValue(to, out last))
        {
            return Unknown(to);
        }

        // A range may end with Sunday by name, which is then the end of the week.
        if (this == Weekday && dash >= 0 && last == 0 && first > 0 && !char.IsAsciiDigit(to[0]))
        {
            last = Most;
        }

        if (last < first)
        {
            return $"The {Name} range '{item}' runs backwards; write it as two ranges with a comma between.";
        }

        if (dash < 0 && isStepped)
        {
            last = this == Weekday ? Most - 1 : Most;
        }

        return null;
    }

    /// <summary>Reads a number or a name.</summary>
    public bool TryValue(string text, out int value)
    {
        if (TryNumber(text, out value))
        {
            return value >= Least && value <= Most;
        }

        var place = Array.FindIndex(Names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = Least + place;
        return place >= 0;
    }

    private string Unknown(string value) => value == "?"
        ? $"The {Name} '?' is not one: only the two day fields may have it; write *."
        : $"The {Name} '{value}' is not one: it must be {Allowed}.";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
