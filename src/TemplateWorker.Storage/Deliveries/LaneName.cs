namespace TemplateWorker.Storage.Deliveries;

/// <summary>Names a lane: the ordered queue of one template of one tenant.</summary>
public readonly record struct LaneName(TenantId Tenant, string Template);
