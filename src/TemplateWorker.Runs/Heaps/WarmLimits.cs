namespace TemplateWorker.Runs.Heaps;

/// <summary>How much one script thread keeps warm.</summary>
/// <param name="Heaps">Tenants with a heap; beyond it the least recently used is given back.</param>
/// <param name="Idle">After this long without a run a tenant is given back.</param>
internal sealed record WarmLimits(int Heaps, TimeSpan Idle);
