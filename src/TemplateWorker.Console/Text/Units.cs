using System.Globalization;

namespace TemplateWorker.Console.Text;

/// <summary>Writes numbers, sizes and times as the pages show them. Pure.</summary>
internal static class Units
{
    private static readonly string[] Sizes = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A number with thousands separated by narrow spaces, and at most so many decimals.</summary>
    public static string Number(double value, int decimals = 0) =>
        Math.Round(value, decimals).ToString(decimals == 0 ? "#,0" : "#,0." + new string('#', decimals), CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>How many there are of a thing.</summary>
    public static string Count(double count, string one, string many) => $"{Number(count)} {(count == 1 ? one : many)}";

    /// <summary>A rate: the fewer, the more decimals.</summary>
    public static string Rate(double perSecond) => Number(perSecond, perSecond is > 0 and < 10 ? 1 : 0);

    /// <summary>A size in the largest unit of which there is one.</summary>
    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (Math.Abs(bytes) >= 1_024 && unit < Sizes.Length - 1)
        {
            bytes /= 1_024;
            unit++;
        }

        return $"{Number(bytes, unit > 0 && bytes < 10 ? 1 : 0)} {Sizes[unit]}";
    }

    /// <summary>A span in two units at most: <c>3 d 4 h</c>, <c>2 min 5 s</c>, <c>12.3 ms</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { Ticks: < 0 } => $"−{Span(span.Negate())}",
        { TotalMilliseconds: < 1_000 } => $"{Number(span.TotalMilliseconds, span.TotalMilliseconds < 100 ? 1 : 0)} ms",
        { TotalMinutes: < 1 } => $"{Number(span.TotalSeconds, span.TotalSeconds < 10 ? 1 : 0)} s",
        { TotalHours: < 1 } => $"{span.Minutes} min {span.Seconds} s",
        { TotalDays: < 1 } => $"{span.Hours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d {span.Hours} h",
    };

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A moment as a machine reads it.</summary>
    public static string Machine(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
