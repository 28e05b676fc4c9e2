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
    /// How long the delivery waits, and holds its lane, before it is tried again. It doubles for each of the tenant's deaths with the same
    /// reason within <see cref="Policies.RetryPlan.RestMemory"/>, up to <see cref="Policies.RetryPlan.MaxRest"/>. Not negative; the default is zero.
    /// </summary>
    public TimeSpan Rest { get; init; }
}
