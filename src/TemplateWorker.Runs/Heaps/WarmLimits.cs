namespace TemplateWorker.Runs.Heaps;

/// <summary>How much one script thread keeps in memory.</summary>
/// <param name="Heaps">The most tenants with a heap; beyond that, the least recently used is evicted.</param>
/// <param name="Idle">A tenant without a run for this long is evicted.</param>
internal sealed record WarmLimits(int Heaps, TimeSpan Idle);
