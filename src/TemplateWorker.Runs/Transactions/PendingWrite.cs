using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Transactions;

/// <summary>What a run will have made of a key when it commits.</summary>
/// <param name="Json">Null removes the key.</param>
/// <param name="Expiry">What becomes of the time at which it expires.</param>
internal sealed record PendingWrite(string? Json, KeyExpiry Expiry);
