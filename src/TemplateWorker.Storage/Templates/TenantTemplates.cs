namespace TemplateWorker.Storage.Templates;

/// <summary>What a worker must know of a tenant before its first run.</summary>
/// <param name="Banned">Whether the tenant's events are refused.</param>
/// <param name="Templates">The active templates by name, in code point order; empty for an unknown tenant.</param>
public sealed record TenantTemplates(bool Banned, IReadOnlyList<ActiveTemplate> Templates);
