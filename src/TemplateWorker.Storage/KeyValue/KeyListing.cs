namespace TemplateWorker.Storage.KeyValue;

/// <summary>What a <see cref="KeyRange"/> held when it was read.</summary>
/// <param name="Records">In <see cref="KeyOrder"/>. As many as the range's limit means that there may be more.</param>
/// <param name="Fingerprint">
/// Differs when a key of the page was written, removed, or came between. Opaque; like a version it is good for seconds.
/// </param>
public sealed record KeyListing(IReadOnlyList<KeyRecord> Records, string Fingerprint)
{
    /// <summary>Characters of values after which a listing ends, whatever its limit.</summary>
    public const int MaxCharacters = 4 << 20;

    /// <summary>Whether it ended at <see cref="MaxCharacters"/>. The fingerprint is of the whole range, so that it also notices changes behind the end.</summary>
    public bool IsCut { get; init; }
}
