namespace TemplateWorker.Storage.Operating;

/// <summary>The state of a delivery.</summary>
public enum DeliveryState
{
    /// <summary>It waits for its first attempt, or the attempt is in progress.</summary>
    Queued,

    /// <summary>An attempt failed; it will be tried again.</summary>
    Retrying,

    /// <summary>It is not due yet.</summary>
    Delayed,

    /// <summary>Its attempts are exhausted; it holds its lane.</summary>
    Parked,

    /// <summary>Its attempts are exhausted; its lane continues without it.</summary>
    Dead,
}
