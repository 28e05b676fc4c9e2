using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The state of a key when a run first read it, which is what the run sees until its end.</summary>
/// <param name="Key">The value and its version.</param>
/// <param name="Record">The record; null when the run has not asked for it, or there is none.</param>
/// <param name="HasRecord">Whether the run has asked for it.</param>
internal sealed record SeenKey(CachedKey Key, KeyRecord? Record, bool HasRecord);
