using System.Globalization;

namespace TemplateWorker.Administration;

/// <summary>Values as tables show them.</summary>
internal static class Cell
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string? Of(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    public static string? Of(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>In UTC, to the second.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>In UTC, to the second.</summary>
    public static string? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    /// <summary>"no deliveries", "1 delivery", "2 deliveries".</summary>
    public static string Count(int count, string one, string several) => count switch
    {
        0 => $"no {several}",
        1 => $"1 {one}",
        _ => $"{Of(count)} {several}",
    };
}
