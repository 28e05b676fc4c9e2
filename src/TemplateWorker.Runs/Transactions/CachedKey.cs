using System.Runtime.InteropServices;
using TemplateWorker.Storage;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The last known state of a key.</summary>
/// <param name="Json">Null when the key is absent.</param>
/// <param name="Version">The row's <c>xmin</c>; null when there is no row. A row that has expired is absent and has a version.</param>
/// <param name="Place">Where the row lies.</param>
/// <param name="Deadline">When it expires, as a timestamp of the clock; null for never.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CachedKey(string? Json, uint? Version, RowPlace Place, long? Deadline)
{
    public static CachedKey Absent => default;

    /// <summary>Whether a row exists that counts as absent.</summary>
    public bool IsExpired => Json is null && Version is not null;

    /// <summary>The key at this time of the clock.</summary>
    public CachedKey At(long now) => Deadline <= now ? this with { Json = null } : this;
}
