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
