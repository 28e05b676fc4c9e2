namespace TemplateWorker.Storage.Leases;

/// <summary>What a supervisor learns from a heartbeat.</summary>
/// <param name="Others">The other supervisors that live, and how long each still does without another heartbeat.</param>
/// <param name="SlotCount">How many slots are this supervisor's.</param>
/// <param name="FenceSum">The sum of their fences, which tells whether they are those that it thinks of.</param>
public sealed record LeaseView(IReadOnlyDictionary<Guid, TimeSpan> Others, int SlotCount, long FenceSum);
