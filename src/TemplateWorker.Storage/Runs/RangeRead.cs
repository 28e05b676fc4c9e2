using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Runs;

/// <summary>That a run listed keys.</summary>
/// <param name="Range">What was asked for.</param>
/// <param name="Fingerprint">The <see cref="KeyListing.Fingerprint"/> of the answer.</param>
public sealed record RangeRead(KeyRange Range, string Fingerprint);
