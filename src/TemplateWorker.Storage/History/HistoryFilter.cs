using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.History;

/// <summary>Selects rows of one tenant's history; what is null selects all.</summary>
public sealed record HistoryFilter
{
    /// <summary>The most rows of one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>The outcomes that there are: those of attempts at deliveries, and <c>done</c> and <c>failed</c> of immediate calls.</summary>
    public static IReadOnlyList<string> Outcomes => RunOutcomeWords.All;

    /// <summary>Whose history.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Runs of one template.</summary>
    public string? Template { get; init; }

    /// <summary>Runs for events of one name.</summary>
    public string? EventName { get; init; }

    /// <summary>Runs for one event.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Runs for one delivery.</summary>
    public long? Delivery { get; init; }

    /// <summary>Runs with one outcome, such as <c>dead</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Runs that failed for one reason, such as <c>CpuLimit</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Runs that were finished at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Runs that were finished before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Rows behind this one, which was the last of the page before.</summary>
    public HistoryCursor? After { get; init; }

    /// <summary>The most rows, the newest first: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

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
