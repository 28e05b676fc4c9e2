using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.Runs;

/// <summary>The outcome of committing one run of a group.</summary>
public abstract record RunVerdict
{
    private RunVerdict()
    {
    }

    /// <summary>All writes of the run are committed.</summary>
    /// <param name="Version">The version that all rows it wrote have now; 0 when the group wrote no row.</param>
    public sealed record Committed(uint Version) : RunVerdict
    {
        /// <summary>Where the rows of <see cref="FinishedRun.Writes"/> lie now, in their order; empty when none is known.</summary>
        public IReadOnlyList<RowPlace> Places { get; init; } = [];

        /// <summary>Quotas of the tenant of which the run has taken the use to four fifths or more.</summary>
        public IReadOnlyList<QuotaUse> Neared { get; init; } = [];
    }

    /// <summary>
    /// Something that the run read has changed since, or another program kept writing the same rows;
    /// nothing was written. Repeat the run with fresh reads.
    /// </summary>
    public sealed record Stale : RunVerdict
    {
        /// <summary>The only instance.</summary>
        public static Stale Instance { get; } = new();
    }

    /// <summary>
    /// Another session holds a row or a lock that the run needs; nothing was written. The same run may be sent again.
    /// </summary>
    /// <param name="RetryAfter">How long it would be blocked without being tried.</param>
    public sealed record Blocked(TimeSpan RetryAfter) : RunVerdict;

    /// <summary>The delivery is no longer at this attempt: another process has advanced it. Nothing was written.</summary>
    public sealed record Gone : RunVerdict
    {
        /// <summary>The only instance.</summary>
        public static Gone Instance { get; } = new();
    }

    /// <summary>Another supervisor owns the slot now; nothing was written.</summary>
    public sealed record SlotLost : RunVerdict
    {
        /// <summary>The only instance.</summary>
        public static SlotLost Instance { get; } = new();
    }

    /// <summary>The tenant would keep more than it may; nothing was written. The same run may be sent again when there is room.</summary>
    /// <param name="Use">Of what, and how much there is.</param>
    public sealed record OverQuota(QuotaUse Use) : RunVerdict;

    /// <summary>The run's idempotency entry exists: the event was handled before. Nothing was written.</summary>
    public sealed record AlreadyDone : RunVerdict
    {
        /// <summary>The only instance.</summary>
        public static AlreadyDone Instance { get; } = new();
    }

    /// <summary>The database refuses what the run wants to write, and would again; nothing of it was written.</summary>
    /// <param name="Message">Why, without the values, for the template's author.</param>
    public sealed record Rejected(string Message) : RunVerdict;
}
