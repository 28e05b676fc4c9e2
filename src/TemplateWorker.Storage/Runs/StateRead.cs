namespace TemplateWorker.Storage.Runs;

/// <summary>That a run read its tenant's state.</summary>
/// <param name="Version">The <see cref="TenantState.TenantStateRecord.Version"/> that it had; null when there was no row.</param>
public sealed record StateRead(uint? Version);
