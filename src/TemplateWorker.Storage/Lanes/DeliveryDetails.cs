namespace TemplateWorker.Storage.Lanes;

/// <summary>A delivery with everything that is known of it.</summary>
/// <param name="Summary">What lists show.</param>
/// <param name="DataJson">The payload as JSON text.</param>
/// <param name="Failures">How its attempts failed, the first one first; at most the last 20.</param>
public sealed record DeliveryDetails(DeliverySummary Summary, string DataJson, IReadOnlyList<FailedAttempt> Failures);
