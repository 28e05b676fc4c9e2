using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Operating;

/// <summary>An attempt that failed.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="At">When it ended.</param>
/// <param name="Failure">How.</param>
public sealed record FailedAttempt(int Attempt, DateTimeOffset At, AttemptFailure Failure);
