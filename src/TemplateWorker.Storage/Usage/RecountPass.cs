namespace TemplateWorker.Storage.Usage;

/// <summary>What a pass over the counters did.</summary>
/// <param name="Compared">How many were due; as many as asked for mean that there may be more.</param>
/// <param name="Corrected">Those that differed from the rows, and those that could not be compared.</param>
public sealed record RecountPass(int Compared, IReadOnlyList<RecountedTenant> Corrected);

/// <summary>A counter that differed from the rows.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Kind">Of what, as in the table: <c>keys</c> or <c>dead_letters</c>.</param>
/// <param name="Added">What was added to it.</param>
public sealed record RecountedTenant(TenantId Tenant, string Kind, KeptRows Added)
{
    /// <summary>Whether the rows were counted for the first time.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether the rows could not be counted within a minute, so that nothing was added.</summary>
    public bool IsTooLarge { get; init; }
}
