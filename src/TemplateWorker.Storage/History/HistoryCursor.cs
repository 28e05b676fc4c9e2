using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TemplateWorker.Storage.History;

/// <summary>A place in a tenant's history: that of one row.</summary>
/// <param name="FinishedAt">When the run was finished.</param>
/// <param name="EventId">Its event.</param>
/// <param name="Template">Its template.</param>
/// <param name="Attempt">Its attempt.</param>
public sealed record HistoryCursor(DateTimeOffset FinishedAt, Guid EventId, string Template, int Attempt)
{
    // No time zone but UTC, and nothing that a query string would have to escape.
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.ffffff'Z'";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out HistoryCursor? cursor)
    {
        cursor = null;
        var parts = text.Split('_', 4);
        if (parts.Length != 4
            || !DateTimeOffset.TryParseExact(parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || !Guid.TryParseExact(parts[1], "N", out var eventId)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
        {
            return false;
        }

        cursor = new HistoryCursor(time, eventId, parts[3], attempt);
        return true;
    }

    /// <summary>A text that a caller hands back as it is to get the next page.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{FinishedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}_{EventId:N}_{Attempt}_{Template}");
}
