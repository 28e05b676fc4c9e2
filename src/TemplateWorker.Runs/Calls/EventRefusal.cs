namespace TemplateWorker.Runs.Calls;

/// <summary>Why an event was not run, or not to its end.</summary>
internal enum EventRefusal
{
    TenantBanned,
    QueueFull,
    Draining,

    /// <summary>The database failed; what was running had its effect once or not at all.</summary>
    StorageUnavailable,

    /// <summary>The idempotency key was used before, with another event.</summary>
    IdempotencyKeyReused,

    /// <summary>The caller gave up, or its time was over before the runs started.</summary>
    Cancelled,
}
