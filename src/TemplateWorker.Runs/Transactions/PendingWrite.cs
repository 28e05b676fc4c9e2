using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Transactions;

/// <summary>A run's uncommitted write of a key.</summary>
/// <param name="Json">Null removes the key.</param>
/// <param name="Expiry">What happens to its expiry.</param>
/// <param name="Metered">What it weighs.</param>
internal sealed record PendingWrite(string? Json, KeyExpiry Expiry, MeteredWrite Metered);
