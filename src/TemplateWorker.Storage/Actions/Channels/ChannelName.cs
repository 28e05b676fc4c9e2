namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>Names the queue of a tenant's actions in which order is kept.</summary>
/// <param name="Tenant">The owner.</param>
/// <param name="Channel">The channel that the actions were sent in.</param>
/// <param name="Route">Who takes them; the empty text is consumers that pull.</param>
public sealed record ChannelName(TenantId Tenant, string Channel, string Route);
