namespace TemplateWorker.Api.Tenants;

/// <summary>Whether a tenant is banned now.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Banned">Whether its events are refused.</param>
internal sealed record BanAnswer(string Tenant, bool Banned);
