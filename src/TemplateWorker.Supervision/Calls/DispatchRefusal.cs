namespace TemplateWorker.Supervision.Calls;

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
