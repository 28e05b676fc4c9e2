using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>What a run saw of a key when it first looked, which is what it sees to its end.</summary>
/// <param name="Key">The value and its version.</param>
/// <param name="Record">The record; null when the run has not asked for it, or there is none.</param>
/// <param name="HasRecord">Whether the run has asked for it.</param>
internal sealed record SeenKey(CachedKey Key, KeyRecord? Record, bool HasRecord);
