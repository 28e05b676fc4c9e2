using System.Runtime.InteropServices;

namespace TemplateWorker.Storage.Usage;

/// <summary>How much of keys a tenant may keep.</summary>
/// <param name="Keys">Their number.</param>
/// <param name="Bytes">What they take, by <see cref="KeySize"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyQuotas(long Keys, long Bytes)
{
    /// <summary>No bounds, and far from the largest number, so that sums do not overflow.</summary>
    public const long Unlimited = 1L << 60;

    /// <param name="limits">Null for no bounds.</param>
    public static KeyQuotas Of(TenantLimits? limits) =>
        limits is null ? new KeyQuotas(Unlimited, Unlimited) : new KeyQuotas(limits.Keys, limits.StorageBytes);
}
