namespace TemplateWorker.Schedules;

/// <summary>One of the two fields that name days: plain values, and days that are counted within their month.</summary>
/// <param name="Values">Days of the month, or weekdays from Sunday, which is 0.</param>
/// <param name="Rules">The others; mostly empty.</param>
/// <param name="IsOpen">Whether it begins with a wildcard, so that it restricts only together with the other one.</param>
internal sealed record DayField(SortedSet<int> Values, IReadOnlyList<DayRule> Rules, bool IsOpen)
{
    private const string Any = "?";

    /// <summary>Reads the field of the day of the month.</summary>
    public static (DayField Field, string? Fault) ReadOfMonth(string text) => Read(text, CronField.Day, DayRule.ReadOfMonth);

    /// <summary>Reads the field of the weekday.</summary>
    public static (DayField Field, string? Fault) ReadOfWeek(string text)
    {
        var (field, fault) = Read(text, CronField.Weekday, DayRule.ReadOfWeek);
        if (field.Values.Remove(7))
        {
            field.Values.Add(0);
        }

        return (field, fault);
    }

    /// <summary>Whether a day or one of the rules is named.</summary>
    /// <param name="day">The day.</param>
    /// <param name="value">Its number in this field.</param>
    public bool Has(DateTime day, int value) => Values.Contains(value) || Rules.Any(rule => rule.Matches(day));

    private static (DayField Field, string? Fault) Read(string text, CronField kind, Func<string, DayRule?> readRule)
    {
        var items = (text == Any ? "*" : text).Split(',');
        var rules = items.Select(readRule).OfType<DayRule>().ToList();
        var (values, fault) = kind.Read(items.Where(item => readRule(item) is null));
        return (new DayField(values, rules, items[0].StartsWith('*')), fault);
    }
}
