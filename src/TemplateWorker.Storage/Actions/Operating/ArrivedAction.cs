namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>An action that came into its channel.</summary>
/// <param name="Position">Of all tenants' actions the later ones have higher ones, but for those whose runs committed at about the same time.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Action">The action, without its payload.</param>
public sealed record ArrivedAction(long Position, TenantId Tenant, ActionSummary Action);
