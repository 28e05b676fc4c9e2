namespace TemplateWorker.Ipc.Messages;

/// <summary>What became of an event at its worker.</summary>
public enum DispatchStatus
{
    /// <summary>All runs ended; each result says how.</summary>
    Completed,

    /// <summary>The tenant is banned; nothing ran.</summary>
    TenantBanned,

    /// <summary>The tenant's queue, or the worker's, is full; nothing ran.</summary>
    QueueFull,

    /// <summary>The worker is stopping; nothing ran.</summary>
    Draining,

    /// <summary>The database could not be reached, or failed before the commit was certain.</summary>
    StorageUnavailable,

    /// <summary>The idempotency key was used before with another event; nothing ran.</summary>
    IdempotencyKeyReused,

    /// <summary>The supervisor cancelled it, or its time was over; nothing more runs.</summary>
    Cancelled,
}
