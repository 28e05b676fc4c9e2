namespace TemplateWorker.Runs.Calls;

/// <summary>Why an event was not run, or not to its end.</summary>
public enum EventRefusal
{
    /// <summary>The tenant is banned, or was banned while the event ran.</summary>
    TenantBanned,

    /// <summary>Too many calls wait already, for the tenant or for the whole worker.</summary>
    QueueFull,

    /// <summary>The worker is stopping.</summary>
    Draining,

    /// <summary>The database failed. The run that was under way took effect once or not at all.</summary>
    StorageUnavailable,

    /// <summary>The idempotency key was used before with another event.</summary>
    IdempotencyKeyReused,

    /// <summary>The caller cancelled the call, or its time ran out before the runs started.</summary>
    Cancelled,

    /// <summary>An internal error of the worker; its log has the cause.</summary>
    InternalFault,

    /// <summary>The tenant has used up one of its rates, such as its runs per minute.</summary>
    RateLimited,
}
