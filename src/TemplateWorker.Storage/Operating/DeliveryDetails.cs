using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>A delivery with its payload and failures.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="DataJson">The payload as JSON text.</param>
/// <param name="Failures">The failures of its attempts, oldest first; at most the last <see cref="MaxFailures"/>.</param>
public sealed record DeliveryDetails(DeliverySummary Summary, string DataJson, IReadOnlyList<FailedAttempt> Failures)
{
    /// <summary>
    /// The most failures that are read: those that the row keeps, and before them those of the history, as far as it is kept.
    /// More than one life of a delivery can have; one that is replayed keeps what it has.
    /// </summary>
    public const int MaxFailures = 220;
}

/// <summary>An attempt that failed.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="At">When it ended.</param>
/// <param name="Failure">How.</param>
public sealed record FailedAttempt(int Attempt, DateTimeOffset At, AttemptFailure Failure);
