using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Runs;

/// <summary>That a run read a key.</summary>
/// <param name="Name">The key.</param>
/// <param name="Version">The <see cref="KeyRecord.Version"/> that it had; null when it was absent.</param>
public sealed record KeyRead(KeyName Name, uint? Version)
{
    /// <summary>Where the row lay then.</summary>
    public RowPlace Place { get; init; }
}

/// <summary>That a run listed keys.</summary>
/// <param name="Range">What was asked for.</param>
/// <param name="Fingerprint">The <see cref="KeyListing.Fingerprint"/> of the answer.</param>
public sealed record RangeRead(KeyRange Range, string Fingerprint);

/// <summary>That a run read its tenant's state.</summary>
/// <param name="Version">The <see cref="TenantState.TenantStateRecord.Version"/> that it had; null when there was no row.</param>
public sealed record StateRead(uint? Version);
