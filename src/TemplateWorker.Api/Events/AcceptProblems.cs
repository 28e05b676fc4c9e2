using TemplateWorker.Api.Problems;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Rates;
using TemplateWorker.Supervision.Accepting;

namespace TemplateWorker.Api.Events;

/// <summary>Maps refusals to store an event to problems.</summary>
internal static class AcceptProblems
{
    private static readonly TimeSpan RetrySoon = TimeSpan.FromSeconds(1);

    private static Problem Overloaded { get; } = new(ProblemKinds.QueueFull, "Too many events are waiting to be stored; this one was not stored.")
    {
        RetryAfter = RetrySoon,
    };

    /// <summary>The problem, or null when the event is stored.</summary>
    public static Problem? Of(AcceptReply reply, TenantId tenant) => reply switch
    {
        AcceptReply.Answered(var outcome) => Of(outcome, tenant),
        AcceptReply.RateLimited(var hold) => RateProblem.Of(
            $"{tenant} has used up {hold}; the event was not stored. Send it again after {Math.Ceiling(hold.Wait.TotalSeconds)} s.",
            hold.Rate.Setting(), hold.Limit, hold.Wait),
        _ => Overloaded,
    };

    private static Problem? Of(AcceptOutcome outcome, TenantId tenant) => outcome switch
    {
        AcceptOutcome.Accepted or AcceptOutcome.Repeated => null,
        AcceptOutcome.Banned => new Problem(ProblemKinds.TenantBanned, $"The tenant {tenant} is banned."),
        AcceptOutcome.KeyReused => new Problem(
            ProblemKinds.IdempotencyKeyReused, "The idempotency key was already used for a different event. Use a new key for each event."),
        AcceptOutcome.QueueFull(var queued, var limit) => new Problem(
            ProblemKinds.QueueFull,
            $"{tenant} already has {queued} queued deliveries (limits.queued_deliveries is {limit}); the event was not stored.")
        {
            RetryAfter = RetrySoon,
        },
        AcceptOutcome.Rejected(var message) => new Problem(ProblemKinds.ValueRefused, message),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not an outcome of an event by itself."),
    };
}
