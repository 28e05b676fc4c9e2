namespace TemplateWorker.Storage.Operating;

/// <summary>What <see cref="DeliveryStore.ReplayAsync"/> did.</summary>
/// <param name="Count">How many deliveries are tried again; if that is the filter's limit, there may be more.</param>
/// <param name="IsQueueFull">Whether dead letters were left because the tenant's queue has no room for them.</param>
public sealed record ReplayedDeliveries(int Count, bool IsQueueFull);
