namespace TemplateWorker.Storage.Operating;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its first attempt, or has begun it.</summary>
    Queued,

    /// <summary>An attempt failed, and it is tried again.</summary>
    Retrying,

    /// <summary>Its time has not come.</summary>
    Delayed,

    /// <summary>Its attempts are exhausted; it holds its lane.</summary>
    Parked,

    /// <summary>Its attempts are exhausted; its lane continues without it.</summary>
    Dead,
}
