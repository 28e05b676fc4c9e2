using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Transactions;

/// <summary>What all runs of a tenant share.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Cache">Its cached rows.</param>
/// <param name="Stores">Read what is not cached.</param>
/// <param name="Limits">Of the tenant.</param>
/// <param name="Time">The clock.</param>
internal sealed record TenantAccess(TenantId Tenant, TenantCache Cache, TenantStores Stores, TenantLimits Limits, TimeProvider Time);
