using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Runs;

/// <summary>What a run makes of one key.</summary>
/// <param name="Name">The key.</param>
/// <param name="Json">The value as JSON text; null removes the key.</param>
/// <param name="Read">
/// What the run had read of this key before it wrote: the write takes place only while that is still so. It need not
/// stand among <see cref="FinishedRun.Reads"/> too. Null when the run never looked: the write replaces whatever is there.
/// </param>
public sealed record KeyWrite(KeyName Name, string? Json, KeyRead? Read)
{
    /// <summary>What happens to the time at which the key expires. Removing a key clears it.</summary>
    public KeyExpiry Expiry { get; init; } = KeyExpiry.Untouched.Instance;

    /// <summary>Whether the row that the run read had expired, so that the key is made anew.</summary>
    public bool IsAnew { get; init; }
}
