namespace TemplateWorker.Storage.Policies;

/// <summary>The policy in force for a template.</summary>
/// <param name="Policy">Its own, or <see cref="DeliveryPolicy.Default"/>.</param>
/// <param name="IsOwn">Whether it has one of its own, which may say the same as the default.</param>
public sealed record TemplatePolicy(DeliveryPolicy Policy, bool IsOwn);
