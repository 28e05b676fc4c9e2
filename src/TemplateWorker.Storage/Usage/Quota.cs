namespace TemplateWorker.Storage.Usage;

/// <summary>What a tenant may keep only so much of.</summary>
public enum Quota
{
    /// <summary>Keys: <see cref="TenantLimits.Keys"/>.</summary>
    Keys,

    /// <summary>Bytes of keys with their values: <see cref="TenantLimits.StorageBytes"/>.</summary>
    Storage,

    /// <summary>Dead letters: <see cref="TenantLimits.DeadLetters"/>.</summary>
    DeadLetters,

    /// <summary>Bytes of payloads of dead letters: <see cref="TenantLimits.DeadLetterBytes"/>.</summary>
    DeadLetterBytes,

    /// <summary>Deliveries that wait, run or are delayed: <see cref="TenantLimits.QueuedDeliveries"/>.</summary>
    QueuedDeliveries,

    /// <summary>Schedules: <see cref="TenantLimits.Schedules"/>.</summary>
    Schedules,

    /// <summary>Templates: <see cref="TenantLimits.Templates"/>.</summary>
    Templates,

    /// <summary>Versions of the template that has most: <see cref="TenantLimits.TemplateVersions"/>.</summary>
    TemplateVersions,

    /// <summary>Actions that wait to be taken, delayed ones included: <see cref="TenantLimits.WaitingActions"/>.</summary>
    WaitingActions,

    /// <summary>Bytes of their payloads: <see cref="TenantLimits.WaitingActionBytes"/>.</summary>
    WaitingActionBytes,
}
