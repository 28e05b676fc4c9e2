namespace TemplateWorker.Storage.Actions.Channels;

/// <summary>A place in the order of tenants, by slot, in which a search for channels goes round. So a tenant with much waits its turn like the others.</summary>
/// <param name="Slot">The tenant's slot.</param>
/// <param name="OwnerType">The tenant's owner type; empty for the start of the slot.</param>
/// <param name="OwnerId">The tenant's owner id.</param>
public readonly record struct TenantCursor(int Slot, string OwnerType, string OwnerId)
{
    /// <summary>Before all tenants.</summary>
    public static TenantCursor Start { get; } = new(-1, "", "");

    /// <summary>Right behind a tenant.</summary>
    public static TenantCursor After(TenantId tenant) => new(tenant.Slot, tenant.OwnerType, tenant.OwnerId);
}
