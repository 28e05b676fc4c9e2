using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>The outcome of an immediate event.</summary>
internal abstract record DispatchReply
{
    private DispatchReply()
    {
    }

    /// <summary>All runs of the event ended. There is one result per subscribed template.</summary>
    public sealed record Finished(Guid EventId, IReadOnlyList<RunResult> Results) : DispatchReply;

    /// <param name="Message">For the caller: what happened and how to proceed.</param>
    /// <param name="RetryAfter">When to retry; null if a retry cannot succeed.</param>
    public sealed record Refused(DispatchRefusal Reason, string Message, TimeSpan? RetryAfter) : DispatchReply
    {
        /// <summary>The rate that the tenant has used up; null unless that is the reason.</summary>
        public UsedUpRate? Rate { get; init; }
    }
}

/// <summary>Why an event was not run, or why its result is unknown. The HTTP layer maps each to a status.</summary>
internal enum DispatchRefusal
{
    /// <summary>The tenant is banned (403).</summary>
    TenantBanned,

    /// <summary>The queue of the tenant or of the worker is full (429 with Retry-After).</summary>
    QueueFull,

    /// <summary>The tenant has used up a rate (429 with Retry-After).</summary>
    RateLimited,

    /// <summary>The worker died during the call: its effect was committed once or not at all (503 with Retry-After).</summary>
    WorkerLost,

    /// <summary>No worker is ready for the tenant's slot yet (503 with Retry-After).</summary>
    NoWorkerReady,

    /// <summary>The tenant's calls rest, since one of them ended its worker (503 with Retry-After).</summary>
    TenantResting,

    /// <summary>The supervisor is stopping (503 with Retry-After).</summary>
    Draining,

    /// <summary>The call timed out before its runs had ended (504).</summary>
    DeadlineExceeded,

    /// <summary>The database was unreachable or failed during the run (503 with Retry-After).</summary>
    StorageUnavailable,

    /// <summary>An internal error of the worker (500).</summary>
    InternalFault,

    /// <summary>The idempotency key was used before with a different event (422).</summary>
    IdempotencyKeyReused,
}
