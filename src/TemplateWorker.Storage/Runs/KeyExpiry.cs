namespace TemplateWorker.Storage.Runs;

/// <summary>What a write makes of the time at which its key expires.</summary>
public abstract record KeyExpiry
{
    private KeyExpiry()
    {
    }

    /// <summary>It does not change: the key has no expiry, or the write keeps it.</summary>
    public sealed record Untouched : KeyExpiry
    {
        /// <summary>The one instance that is needed.</summary>
        public static Untouched Instance { get; } = new();
    }

    /// <summary>The key never expires.</summary>
    public sealed record Cleared : KeyExpiry
    {
        /// <summary>The one instance that is needed.</summary>
        public static Cleared Instance { get; } = new();
    }

    /// <summary>The key expires some time after the commit.</summary>
    /// <param name="Ttl">By the database's clock.</param>
    public sealed record After(TimeSpan Ttl) : KeyExpiry;

    /// <summary>The key expires at a time.</summary>
    /// <param name="Time">By the database's clock.</param>
    public sealed record At(DateTimeOffset Time) : KeyExpiry;
}
