using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>What became of an immediate event.</summary>
internal abstract record DispatchReply
{
    private DispatchReply()
    {
    }

    /// <summary>All runs of the event ended; one result per subscribed template, none when nothing is subscribed.</summary>
    public sealed record Finished(Guid EventId, IReadOnlyList<RunResult> Results) : DispatchReply;

    /// <param name="Message">For the caller: what happened and what to do.</param>
    /// <param name="RetryAfter">When another try makes sense; null when it does not.</param>
    public sealed record Refused(DispatchRefusal Reason, string Message, TimeSpan? RetryAfter) : DispatchReply;
}

/// <summary>Why an event was not run, or its result is not known. The HTTP layer gives each a status.</summary>
internal enum DispatchRefusal
{
    /// <summary>The tenant is banned (403).</summary>
    TenantBanned,

    /// <summary>The tenant's queue, or the worker's, is full (429, with a time to wait).</summary>
    QueueFull,

    /// <summary>The worker died under the call: the effect is there once or not at all (503, with a time to wait).</summary>
    WorkerLost,

    /// <summary>No worker is ready for the tenant's slot yet (503, with a time to wait).</summary>
    NoWorkerReady,

    /// <summary>The supervisor is stopping (503, with a time to wait).</summary>
    Draining,

    /// <summary>The call's own deadline passed before the runs were done (504).</summary>
    DeadlineExceeded,

    /// <summary>The database could not be reached, or failed in the middle (503, with a time to wait).</summary>
    StorageUnavailable,

    /// <summary>The idempotency key was used before with another event (422).</summary>
    IdempotencyKeyReused,
}
