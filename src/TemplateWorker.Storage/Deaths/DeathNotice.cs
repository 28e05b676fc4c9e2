using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Storage.Deaths;

/// <summary>A delivery that was running when its worker died.</summary>
/// <param name="Slot">The slot of its tenant.</param>
/// <param name="Id">The delivery.</param>
/// <param name="Attempt">The attempt at which it was taken: <see cref="Delivery.Attempt"/>.</param>
/// <param name="Failure">How the worker died.</param>
public sealed record DeathNotice(int Slot, long Id, int Attempt, AttemptFailure Failure)
{
    /// <summary>
    /// How long the delivery waits before it is tried again, and holds its lane; doubled for each death of the tenant's in the last hour
    /// that had the same reason, up to 10 minutes. Not negative; by default it does not wait.
    /// </summary>
    public TimeSpan Rest { get; init; }
}
