using TemplateWorker.Api.Problems;
using TemplateWorker.Storage.Accepting;

namespace TemplateWorker.Api.Events;

/// <summary>What a refusal to store an event means for its sender.</summary>
internal static class AcceptProblems
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    public static Problem Overloaded { get; } = new(ProblemKinds.QueueFull, "More events wait to be stored than may; this one was not.")
    {
        RetryAfter = RetrySoon,
    };

    /// <summary>The problem, or null when the event is stored.</summary>
    public static Problem? Of(AcceptOutcome outcome, TenantId tenant) => outcome switch
    {
        AcceptOutcome.Accepted or AcceptOutcome.Repeated => null,
        AcceptOutcome.Banned => new Problem(ProblemKinds.TenantBanned, $"The tenant {tenant} is banned."),
        AcceptOutcome.KeyReused => new Problem(
            ProblemKinds.IdempotencyKeyReused, "The idempotency key was used before, with another event. Use a new key for a new event."),
        AcceptOutcome.QueueFull(var queued, var limit) => new Problem(
            ProblemKinds.QueueFull,
            $"{queued} deliveries of {tenant} wait in its lanes already (limits.queued_deliveries is {limit}); the event was not stored.")
        {
            RetryAfter = RetrySoon,
        },
        AcceptOutcome.Rejected(var message) => new Problem(ProblemKinds.ValueRefused, message),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not an outcome of an event by itself."),
    };
}
