namespace TemplateWorker.Storage;

/// <summary>What tenants may use: one set for all, and the sets of those that differ.</summary>
public sealed record LimitOptions
{
    /// <summary>The limits of every tenant that has none of its own.</summary>
    public TenantLimits Default { get; init; } = new();

    /// <summary>The limits of tenants named in <c>limits.tenants</c>, each complete: what the file leaves out is the default's.</summary>
    public IReadOnlyDictionary<TenantId, TenantLimits> Tenants { get; init; } = new Dictionary<TenantId, TenantLimits>();

    /// <summary>The limits that hold for a tenant.</summary>
    public TenantLimits For(TenantId tenant) => Tenants.GetValueOrDefault(tenant, Default);
}
