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
