using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Tenants;

/// <summary>A tenant's state.</summary>
/// <param name="Data">What templates see as <c>state.data</c>.</param>
/// <param name="Events">What templates see as <c>state.events</c>.</param>
/// <param name="Banned">Whether the tenant's events are refused.</param>
internal sealed record StateAnswer(RawJson Data, IReadOnlyList<string> Events, bool Banned);

/// <summary>A tenant's data to store.</summary>
/// <param name="Data">Any JSON value of at most <c>limits.value</c> bytes.</param>
internal sealed record StateBody(RawJson Data);

/// <summary>Whether a tenant is banned now.</summary>
/// <param name="Tenant">As <c>owner_type:owner_id</c>.</param>
/// <param name="Banned">Whether its events are refused.</param>
internal sealed record BanAnswer(string Tenant, bool Banned);
