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

    /// <summary>
    /// Whether the write certainly leaves alone what the tenant keeps: the key that the run read takes as many blocks before and after
    /// (<see cref="Usage.KeySize"/>). False when that is not known.
    /// </summary>
    public bool KeepsSize { get; init; }

    /// <summary>Whether the row that the run read had expired, so that the key is made anew.</summary>
    public bool IsAnew { get; init; }
}

/// <summary>What a write makes of the time at which its key expires.</summary>
public abstract record KeyExpiry
{
    private KeyExpiry()
    {
    }

    /// <summary>It does not change: the key has no expiry, or the write keeps it.</summary>
    public sealed record Untouched : KeyExpiry
    {
        /// <summary>The only instance.</summary>
        public static Untouched Instance { get; } = new();
    }

    /// <summary>The key never expires.</summary>
    public sealed record Cleared : KeyExpiry
    {
        /// <summary>The only instance.</summary>
        public static Cleared Instance { get; } = new();
    }

    /// <summary>The key expires some time after the commit.</summary>
    /// <param name="Ttl">By the database's clock.</param>
    public sealed record After(TimeSpan Ttl) : KeyExpiry;

    /// <summary>The key expires at a time.</summary>
    /// <param name="Time">By the database's clock.</param>
    public sealed record At(DateTimeOffset Time) : KeyExpiry;
}
