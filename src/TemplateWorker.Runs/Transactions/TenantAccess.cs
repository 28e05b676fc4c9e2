using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Transactions;

/// <summary>What the runs of a tenant share.</summary>
/// <param name="Tenant">Whose data.</param>
/// <param name="Cache">What is known of it.</param>
/// <param name="Stores">Where the rest is read.</param>
/// <param name="Limits">Of the tenant.</param>
/// <param name="Time">The clock.</param>
internal sealed record TenantAccess(TenantId Tenant, TenantCache Cache, TenantStores Stores, TenantLimits Limits, TimeProvider Time);
