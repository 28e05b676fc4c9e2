using TemplateWorker.Supervision.Calls;

namespace TemplateWorker.Api.Problems;

/// <summary>Maps refusals of the worker pool to problems.</summary>
internal static class RefusalProblem
{
    /// <summary>The problem of an immediate event.</summary>
    public static Problem Of(DispatchReply.Refused refused) => refused.Rate is { } rate
        ? RateProblem.Of(refused.Message, rate.Setting, rate.Limit, rate.Wait)
        : Of(refused.Reason, refused.Message, refused.RetryAfter);

    /// <summary>The message of a worker's storage failure is for the operator, since it may name hosts and files: the caller gets ours.</summary>
    public static Problem Of(DispatchRefusal reason, string message, TimeSpan? retryAfter) => reason == DispatchRefusal.StorageUnavailable
        ? StorageProblem.Unavailable
        : new(KindOf(reason), message) { RetryAfter = retryAfter };

    private static ProblemKind KindOf(DispatchRefusal reason) => reason switch
    {
        DispatchRefusal.TenantBanned => ProblemKinds.TenantBanned,
        DispatchRefusal.QueueFull => ProblemKinds.QueueFull,
        DispatchRefusal.RateLimited => ProblemKinds.RateLimited,
        DispatchRefusal.WorkerLost => ProblemKinds.WorkerLost,
        DispatchRefusal.NoWorkerReady => ProblemKinds.NoWorkerReady,
        DispatchRefusal.TenantResting => ProblemKinds.TenantResting,
        DispatchRefusal.Draining => ProblemKinds.Draining,
        DispatchRefusal.DeadlineExceeded => ProblemKinds.DeadlineExceeded,
        DispatchRefusal.InternalFault => ProblemKinds.InternalError,
        DispatchRefusal.IdempotencyKeyReused => ProblemKinds.IdempotencyKeyReused,
        _ => throw new InvalidOperationException($"{reason} has no problem."),
    };
}
