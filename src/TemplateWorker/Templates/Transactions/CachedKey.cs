namespace TemplateWorker.Templates.Transactions;

/// <summary>What the worker last knew of a key.</summary>
/// <param name="Json">Null when the key is absent.</param>
/// <param name="Version">The row's <c>xmin</c>; null when the key is absent.</param>
internal readonly record struct CachedKey(string? Json, uint? Version)
{
    public static CachedKey Absent => default;
}
