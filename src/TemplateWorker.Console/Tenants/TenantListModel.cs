using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Console.Tenants;

/// <summary>A page of tenants.</summary>
/// <param name="Search">What was looked for; empty for all.</param>
/// <param name="Found">The tenants.</param>
/// <param name="Next">The address of the next page; null on the last one.</param>
internal sealed record TenantListModel(string Search, IReadOnlyList<FoundTenant> Found, string? Next);
