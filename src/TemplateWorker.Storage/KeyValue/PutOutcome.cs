using TemplateWorker.Storage.Usage;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>The outcome of storing a value.</summary>
public abstract record PutOutcome
{
    private PutOutcome()
    {
    }

    /// <summary>It is stored.</summary>
    /// <param name="Record">What is stored now.</param>
    public sealed record Stored(KeyRecord Record) : PutOutcome
    {
        /// <summary>Quotas of the tenant of which four fifths are used from now on.</summary>
        public IReadOnlyList<QuotaUse> Neared { get; init; } = [];
    }

    /// <summary>The tenant would keep more than it may; nothing was stored.</summary>
    /// <param name="Use">Of what, and how much there is.</param>
    public sealed record OverQuota(QuotaUse Use) : PutOutcome;
}
