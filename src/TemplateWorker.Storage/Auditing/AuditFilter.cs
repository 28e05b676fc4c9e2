using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TemplateWorker.Storage.Auditing;

/// <summary>Selects lines of the audit log; what is null selects all.</summary>
public sealed record AuditFilter
{
    /// <summary>The most lines of one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Lines about one tenant.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Lines with one action, such as <c>tokens.create</c>.</summary>
    public string? Action { get; init; }

    /// <summary>Lines of one actor, by its whole name.</summary>
    public string? Actor { get; init; }

    /// <summary>Lines of this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Lines before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Lines behind this one, which was the last of the page before.</summary>
    public AuditCursor? After { get; init; }

    /// <summary>The most lines, the newest first: 1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A place in the audit log: that of one line.</summary>
/// <param name="At">Its time.</param>
/// <param name="Id">Its id.</param>
public sealed record AuditCursor(DateTimeOffset At, Guid Id)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss.ffffff'Z'";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AuditCursor? cursor)
    {
        cursor = text.Split('_') is [var at, var id]
            && DateTimeOffset.TryParseExact(at, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && Guid.TryParseExact(id, "N", out var known)
                ? new AuditCursor(time, known)
                : null;
        return cursor is not null;
    }

    /// <summary>A text that a caller hands back as it is to get the next page.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}_{Id:N}");
}
